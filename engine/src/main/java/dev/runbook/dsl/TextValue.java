package dev.runbook.dsl;

/** A value of the language that can be used as a text. */
public abstract class TextValue extends LanguageValue implements CharSequence {
    @Override
    public int length() {
        return toString().length();
    }

    @Override
    public char charAt(int index) {
        return toString().charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return toString().subSequence(start, end);
    }
}

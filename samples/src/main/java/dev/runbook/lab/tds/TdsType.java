package dev.runbook.lab.tds;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/** The types of columns as they are described and written on the wire. */
public enum TdsType {
    BIGINT(0x26, 8),
    BIT(0x68, 1),
    FLOAT(0x6D, 8),
    DECIMAL2(0x6A, 17, 38, 2),
    DECIMAL4(0x6A, 17, 38, 4),
    DATE(0x28),
    TIME(0x29, 7),
    DATETIME2(0x2A, 7),
    DATETIMEOFFSET(0x2B, 7),
    GUID(0x24, 16),
    VARBINARY(0xA5, 0x40, 0x1F),
    NVARCHAR(0xE7, 0x40, 0x1F, 0x09, 0x04, 0xD0, 0, 0x34);

    private final byte[] described;

    TdsType(int... described) {
        this.described = new byte[described.length];
        for (int i = 0; i < described.length; i++) {
            this.described[i] = (byte) described[i];
        }
    }

    /** Returns the type that stands for one of {@link Types}. */
    public static TdsType of(int type, int scale) {
        return switch (type) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> BIGINT;
            case Types.BIT, Types.BOOLEAN -> BIT;
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> FLOAT;
            case Types.NUMERIC, Types.DECIMAL -> scale == 4 ? DECIMAL4 : DECIMAL2;
            case Types.DATE -> DATE;
            case Types.TIME -> TIME;
            case Types.TIMESTAMP -> DATETIME2;
            case Types.TIMESTAMP_WITH_TIMEZONE -> DATETIMEOFFSET;
            case Types.BINARY, Types.VARBINARY, Types.BLOB -> VARBINARY;
            default -> NVARCHAR;
        };
    }

    byte[] described() {
        return described.clone();
    }

    byte[] written(Object value) {
        return switch (this) {
            case NVARCHAR -> longer(value == null ? null : TdsTokens.utf16(value.toString()));
            case VARBINARY -> longer((byte[]) value);
            default -> value == null ? new byte[] {0} : shorter(bytes(value));
        };
    }

    private byte[] bytes(Object value) {
        return switch (this) {
            case BIGINT -> number(((Number) value).longValue(), 8);
            case BIT -> new byte[] {(byte) ((Boolean) value ? 1 : 0)};
            case FLOAT -> number(Double.doubleToRawLongBits(((Number) value).doubleValue()), 8);
            case DECIMAL2, DECIMAL4 -> decimal(((BigDecimal) value).setScale(described[3], RoundingMode.HALF_UP));
            case DATE -> day((LocalDate) value);
            case TIME -> time((LocalTime) value);
            case DATETIME2 -> localTime((LocalDateTime) value);
            case DATETIMEOFFSET -> instant((OffsetDateTime) value);
            default -> throw new IllegalArgumentException(value + " cannot be sent as " + this);
        };
    }

    private static byte[] decimal(BigDecimal value) {
        byte[] magnitude = TdsParameters.reversed(value.unscaledValue().abs().toByteArray());
        return joined(new byte[] {(byte) (value.signum() < 0 ? 0 : 1)}, Arrays.copyOf(magnitude, 16));
    }

    private static byte[] day(LocalDate value) {
        return number(value.toEpochDay() - TdsParameters.FIRST_DAY.toEpochDay(), 3);
    }

    private static byte[] time(LocalTime value) {
        return number(value.toNanoOfDay() / 100, 5);
    }

    private static byte[] localTime(LocalDateTime value) {
        return joined(time(value.toLocalTime()), day(value.toLocalDate()));
    }

    private static byte[] instant(OffsetDateTime value) {
        return joined(
                localTime(value.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()),
                number(value.getOffset().getTotalSeconds() / 60, 2));
    }

    private static byte[] number(long value, int width) {
        return Arrays.copyOf(TdsTokens.content(TdsTokens.littleEndian(8).putLong(value)), width);
    }

    private static byte[] shorter(byte[] bytes) {
        return joined(new byte[] {(byte) bytes.length}, bytes);
    }

    private static byte[] longer(byte[] bytes) {
        return bytes == null ? new byte[] {(byte) 0xFF, (byte) 0xFF} : joined(number(bytes.length, 2), bytes);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}

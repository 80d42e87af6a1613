package dev.runbook.tds

import groovy.transform.CompileStatic

import java.sql.Types
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.OffsetDateTime
import java.time.ZoneOffset

/** The types of columns as they are described and written on the wire. */
@CompileStatic
enum TdsType {
    BIGINT([0x26, 8]), BIT([0x68, 1]), FLOAT([0x6D, 8]), DECIMAL2([0x6A, 17, 38, 2]), DECIMAL4([0x6A, 17, 38, 4]), DATE([0x28]),
    TIME([0x29, 7]), DATETIME2([0x2A, 7]), DATETIMEOFFSET([0x2B, 7]), GUID([0x24, 16]), VARBINARY([0xA5, 0x40, 0x1F]),
    NVARCHAR([0xE7, 0x40, 0x1F] + TdsTokens.COLLATION.toList().collect { it as int })

    final byte[] described

    TdsType(List<Integer> described) {
        this.described = described as byte[]
    }

    static TdsType of(int type, int scale) {
        switch (type) {
            case Types.TINYINT:
            case Types.SMALLINT:
            case Types.INTEGER:
            case Types.BIGINT: return BIGINT
            case Types.BIT:
            case Types.BOOLEAN: return BIT
            case Types.REAL:
            case Types.FLOAT:
            case Types.DOUBLE: return FLOAT
            case Types.NUMERIC:
            case Types.DECIMAL: return scale == 4 ? DECIMAL4 : DECIMAL2
            case Types.DATE: return DATE
            case Types.TIME: return TIME
            case Types.TIMESTAMP: return DATETIME2
            case Types.TIMESTAMP_WITH_TIMEZONE: return DATETIMEOFFSET
            case Types.BINARY:
            case Types.VARBINARY:
            case Types.BLOB: return VARBINARY
            default: return NVARCHAR
        }
    }

    byte[] written(Object value) {
        switch (this) {
            case NVARCHAR: return longer(value == null ? null : TdsTokens.utf16(value.toString()))
            case VARBINARY: return longer((byte[]) value)
            default: return value == null ? [0] as byte[] : shorter(bytes(value))
        }
    }

    private byte[] bytes(Object value) {
        switch (this) {
            case BIGINT: return number(((Number) value).longValue(), 8)
            case BIT: return [(Boolean) value ? 1 : 0] as byte[]
            case FLOAT: return number(Double.doubleToRawLongBits(((Number) value).doubleValue()), 8)
            case DECIMAL2:
            case DECIMAL4: return decimal(((BigDecimal) value).setScale(described[3] as int))
            case DATE: return day((LocalDate) value)
            case TIME: return time((LocalTime) value)
            case DATETIME2: return localTime((LocalDateTime) value)
            case DATETIMEOFFSET: return instant((OffsetDateTime) value)
            default: throw new IllegalArgumentException("$value is no $this")
        }
    }

    private static byte[] decimal(BigDecimal value) {
        def magnitude = value.unscaledValue().abs().toByteArray().reverse() as byte[]
        joined([value.signum() < 0 ? 0 : 1] as byte[], Arrays.copyOf(magnitude, 16))
    }

    private static byte[] day(LocalDate value) {
        number(value.toEpochDay() - TdsParameters.FIRST_DAY.toEpochDay(), 3)
    }

    private static byte[] time(LocalTime value) {
        number(value.toNanoOfDay().intdiv(100) as long, 5)
    }

    private static byte[] localTime(LocalDateTime value) {
        joined(time(value.toLocalTime()), day(value.toLocalDate()))
    }

    private static byte[] instant(OffsetDateTime value) {
        joined(localTime(value.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()), number(value.offset.totalSeconds.intdiv(60) as long, 2))
    }

    private static byte[] number(long value, int width) {
        Arrays.copyOf(TdsTokens.littleEndian(8).putLong(value).array(), width)
    }

    private static byte[] shorter(byte[] bytes) {
        joined([bytes.length] as byte[], bytes)
    }

    private static byte[] longer(byte[] bytes) {
        bytes == null ? [0xFF, 0xFF] as byte[] : joined(number(bytes.length, 2), bytes)
    }

    private static byte[] joined(byte[] first, byte[] second) {
        def both = Arrays.copyOf(first, first.length + second.length)
        System.arraycopy(second, 0, both, first.length, second.length)
        both
    }
}

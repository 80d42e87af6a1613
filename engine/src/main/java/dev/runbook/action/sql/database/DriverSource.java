package dev.runbook.action.sql.database;

import dev.runbook.EngineException;
import dev.runbook.environment.Environment.Database;
import dev.runbook.environment.JdbcUrl;
import dev.runbook.environment.Secrets;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Opens connections to one database with its driver, which is loaded on first use. Thread-safe. */
final class DriverSource implements DataSource {
    private final Driver driver;
    private final Database database;
    private final JdbcUrl url;
    private final Dialect dialect;
    private final Properties login = new Properties();
    private final Consumer<SQLException> onFailure;
    private final Map<Connection, ServerLink> links = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * @param onFailure called for every connection that could not be made
     */
    DriverSource(Database database, Dialect dialect, Secrets secrets, Consumer<SQLException> onFailure) {
        driver = driver(dialect.driverClass());
        this.database = database;
        url = JdbcUrl.of(database.url()).orElseThrow();
        this.dialect = dialect;
        database.user().ifPresent(user -> login.setProperty("user", user));
        database.password()
                .ifPresent(source -> login.setProperty(
                        "password", secrets.open(source, "the password of database '" + database.name() + "'")));
        database.options()
                .passphrase()
                .ifPresent(source -> dialect.passphraseSetting(url)
                        .ifPresent(name -> login.setProperty(
                                name, secrets.open(source, "the passphrase of database '" + database.name() + "'"))));
        this.onFailure = onFailure;
    }

    private static Driver driver(String name) {
        try {
            return Class.forName(name)
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new EngineException("the driver " + name + " cannot be loaded", e);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        Properties settings = dialect.settings(url);
        settings.keySet().removeIf(name -> url.option((String) name).isPresent());
        settings.putAll(login);
        try {
            Connection connection = driver.connect(database.url(), settings);
            if (connection == null) {
                throw new SQLException(
                        "the driver does not accept the url of database '" + database.name() + "'", "08001");
            }
            return linked(connection, settings);
        } catch (SQLException failure) {
            onFailure.accept(failure);
            throw failure;
        }
    }

    private Connection linked(Connection connection, Properties settings) throws SQLException {
        try {
            links.put(connection, dialect.link(connection, settings));
            dialect.setTimeZone(connection, database.options().zone().orElse(ZoneOffset.UTC));
            return connection;
        } catch (SQLException unusable) {
            connection.close();
            throw unusable;
        }
    }

    /** Returns the server session of one of its connections. */
    ServerLink link(Connection connection) {
        return links.get(connection);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the user is the environment's");
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // the drivers log through java.util.logging
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // the driver's own, from its settings
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> kind) throws SQLException {
        throw new SQLException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> kind) {
        return false;
    }
}

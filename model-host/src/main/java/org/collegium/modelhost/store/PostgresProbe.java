package org.collegium.modelhost.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.collegium.modelhost.postgres.PostgresAccess;

/** Marks in the database that holds the adapters: rows of {@code collegium_probe}. */
public final class PostgresProbe implements StoreProbe {
  private final PostgresAccess access;

  /** Does not connect yet. */
  public PostgresProbe(PostgresAccess access) {
    this.access = access;
  }

  @Override
  public void leave(String token) {
    change("INSERT INTO public.collegium_probe (token) VALUES (?) ON CONFLICT DO NOTHING", token);
  }

  @Override
  public boolean sees(String token) {
    String query = "SELECT 1 FROM public.collegium_probe WHERE token = ?";
    StoreProbe.require(token);
    try (Connection connection = access.connect();
        PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, token);
      try (ResultSet found = statement.executeQuery()) {
        return found.next();
      }
    } catch (SQLException e) {
      throw PassingFailure.told(PassingFailure.passes(e), "adapter store in " + access.problem(e), e);
    }
  }

  @Override
  public void remove(String token) {
    change("DELETE FROM public.collegium_probe WHERE token = ?", token);
  }

  private void change(String sql, String token) {
    StoreProbe.require(token);
    try (Connection connection = access.connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, token);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw PassingFailure.told(PassingFailure.passes(e), "adapter store in " + access.problem(e), e);
    }
  }
}

package org.collegium.modelhost.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.adapter.AdapterLayout;
import org.collegium.modelhost.model.ModelConfiguration;

/** A row of the table of adapters. */
final class AdapterRow {
  /** No matrix of a known base is so small; a damaged number would ask for all memory. */
  private static final int RANK_MAX = 1 << 14;

  private AdapterRow() {}

  /**
   * The adapter of a row with rank, scale, steps, weights and moments.
   *
   * @throws IllegalArgumentException when something of it is missing
   */
  static Adapter read(ResultSet row, long version, ModelConfiguration configuration) throws SQLException {
    int rank = row.getInt("rank");
    if (rank < 1 || rank > RANK_MAX) {
      throw new IllegalArgumentException("has rank " + rank);
    }
    AdapterLayout layout = new AdapterLayout(configuration, rank);
    byte[] weights = row.getBytes("weights");
    byte[] moments = row.getBytes("moments");
    long steps = row.getLong("steps");
    int parameters = layout.parameters();
    int momentsExpected = steps == 0 ? 0 : 2 * parameters;
    if (weights.length != parameters * Float.BYTES || moments.length != momentsExpected * Float.BYTES) {
      throw new IllegalArgumentException(
          "has " + weights.length + " bytes of weights and " + moments.length + " of moments, must be "
              + parameters * Float.BYTES + " and " + momentsExpected * Float.BYTES);
    }
    float[] first = AdapterBytes.floats(moments, 0, momentsExpected / 2);
    float[] second = AdapterBytes.floats(moments, momentsExpected / 2, momentsExpected / 2);
    float[] values = AdapterBytes.floats(weights, 0, parameters);
    return new Adapter(layout, row.getDouble("scale"), values, first, second, steps, version);
  }
}

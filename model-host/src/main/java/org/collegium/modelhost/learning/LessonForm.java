package org.collegium.modelhost.learning;

import java.util.List;
import org.collegium.modelhost.adapter.AdapterLayout;

/**
 * What lessons must have in common to share native passes.
 *
 * @param moving layout of the adapter that moves
 * @param resting layout of the other adapter when it takes part in the forward pass, else nothing
 * @param shape padded shape of one pass
 * @param passes passes of one inner step
 */
record LessonForm(AdapterLayout moving, List<AdapterLayout> resting, RowShape shape, int passes) {
  /** Copies the list. */
  LessonForm {
    resting = List.copyOf(resting);
  }
}

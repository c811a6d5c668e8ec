package io.bellows.jobs.automatic;

import io.bellows.driver.input.DataConfig;
import io.bellows.driver.input.DataSource;
import io.bellows.driver.survey.TableSurvey;
import java.util.List;

/** What can be seen of data before they are trained on. */
public interface Look {
  /**
   * The first lines of a source of text files.
   *
   * @throws io.bellows.driver.input.InputException when it cannot be read
   */
  List<String> firstLines(DataSource source, int lines);

  /**
   * Surveys the training source, with its derived columns and its filter.
   *
   * @throws io.bellows.driver.input.InputException when it cannot be read
   */
  TableSurvey survey(DataConfig data);
}

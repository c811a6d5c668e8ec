package io.bellows.driver.progress;

import io.bellows.kernels.training.RoundProgress;
import io.bellows.kernels.training.TrainingListener;
import io.bellows.kernels.training.TrainingState;

/** Lets a watch hear whatever a listener is told, which then says something. */
public record HeardListener(TrainingListener listener, SilenceWatch watch)
    implements TrainingListener {
  @Override
  public void epochEnded(TrainingState state) {
    watch.said();
    listener.epochEnded(state);
  }

  @Override
  public void memberBegins(int member, int of) {
    watch.said();
    listener.memberBegins(member, of);
  }

  @Override
  public void refitBegins(long updates) {
    watch.said();
    listener.refitBegins(updates);
  }

  @Override
  public void roundsGoOn(RoundProgress progress) {
    watch.said();
    listener.roundsGoOn(progress);
  }

  @Override
  public boolean stopRequested() {
    return listener.stopRequested();
  }
}

"""Publishing by the hundred: what is ready, the run that publishes it, the queue that works, what is taken away."""

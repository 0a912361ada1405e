"""The parts of `./script/bench board`."""

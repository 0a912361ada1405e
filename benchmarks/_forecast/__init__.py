"""The parts of `./script/bench forecast`."""

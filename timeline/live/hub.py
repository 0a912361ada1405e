"""The open streams of one live process, and what each may hear."""

import asyncio
import itertools
import json
import time
from collections import defaultdict, deque

from timeline.live.address import board_channel, user_channel

QUEUE_LENGTH = 256
HEARTBEAT_SECONDS = 25
STREAM_SECONDS = 55 * 60
FAREWELL_SECONDS = 30
HEARTBEAT = b":\n\n"
RESYNC = b"event: resync\ndata: {}\n\n"
RENEW = b"event: renew\ndata: {}\n\n"
BYE = b"event: bye"
# What makes pages load much at once: each of many pages waits its part of a stretch that grows with their number.
HEAVY, NOTHING_SAID = (b"event: board\n", b"event: resync\n"), b"data: {}"
FEW, SPREAD_MILLISECONDS, WIDEST_MILLISECONDS = 5, 10, 60_000


class Stream:
    """One open page: a bounded queue of framed events, and the token that says what it may hear."""

    __slots__ = ("token", "queue", "wake", "closing", "renew_at", "let_go_at", "beat", "task")
    numbers = itertools.count()

    def __init__(self, token, seconds=STREAM_SECONDS):
        self.token = token
        self.queue = deque()
        self.wake = asyncio.Event()
        self.closing = False
        self.renew_at = time.monotonic() + seconds
        self.let_go_at = None
        self.task = asyncio.current_task()
        self.beat = next(self.numbers) % HEARTBEAT_SECONDS

    def channels(self):
        yield user_channel(self.token.user_id).encode()
        if self.token.board:
            yield board_channel(self.token.board).encode()

    def offer(self, frame):
        """Put a frame in the queue; a page too slow to read is told to start over, and let go."""
        if self.closing:
            return
        if len(self.queue) >= QUEUE_LENGTH:
            self.queue.clear()
            self.close(RESYNC)
        else:
            self.queue.append(frame)
            self.wake.set()

    def close(self, last_word=b""):
        self.closing = True
        self.let_go_at = time.monotonic() + FAREWELL_SECONDS
        self.queue.append(last_word)
        self.wake.set()

    def cut_off_after(self, now):
        """A page that does not even take its last word is not waited for."""
        if now > self.let_go_at:
            self.task.cancel()

    def forget(self, known):
        """Drop the waiting frames of which `known` says the page has them."""
        self.queue = deque(frame for frame in self.queue if not known(frame))

    async def batches(self):
        """What has gathered since the last look, joined, until the stream is closed."""
        while not self.closing or self.queue:
            await self.wake.wait()
            self.wake.clear()
            gathered = b"".join(self.queue)
            self.queue.clear()
            if gathered:
                yield gathered


class Hub:
    """Hands each published event to the streams that may hear it."""

    def __init__(self):
        self.streams = set()
        self.by_channel = defaultdict(set)
        self.subscribed = asyncio.Event()
        self.ticks = itertools.count()

    def join(self, stream):
        self.streams.add(stream)
        for channel in stream.channels():
            self.by_channel[channel].add(stream)

    def leave(self, stream):
        self.streams.discard(stream)
        for channel in stream.channels():
            self.by_channel[channel].discard(stream)
            if not self.by_channel[channel]:
                del self.by_channel[channel]

    def hear(self, channel, data):
        """Pass on a published event; the line with its scope stays here."""
        scopes, _newline, frame = data.partition(b"\n")
        scopes, streams = json.loads(scopes), list(self.by_channel.get(channel, ()))
        frame = spread_out(frame, len(streams))
        for stream in streams:
            if stream.token.sees(scopes):
                stream.close(frame) if frame.startswith(BYE) else stream.offer(frame)

    def resync(self):
        """Events may have been missed here: every page must look again."""
        frame = spread_out(RESYNC, len(self.streams))
        for stream in list(self.streams):
            stream.offer(frame)

    def tick(self):
        """Once a second: keep a twenty-fifth of the streams awake, and send the old ones to renew."""
        now, beat = time.monotonic(), next(self.ticks) % HEARTBEAT_SECONDS
        for stream in list(self.streams):
            if stream.closing:
                stream.cut_off_after(now)
            elif now >= stream.renew_at:
                stream.close(RENEW)
            elif stream.beat == beat:
                stream.offer(HEARTBEAT)


def spread_out(frame, listeners):
    """A heavy frame that tells so many pages over how many milliseconds to spread; any other as it is."""
    if listeners < FEW or not any(kind in frame for kind in HEAVY):
        return frame
    wait = min(listeners * SPREAD_MILLISECONDS, WIDEST_MILLISECONDS)
    return frame.replace(NOTHING_SAID, b'data: {"spread":%d}' % wait)

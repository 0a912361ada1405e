"""What one live process costs: memory, threads and database connections of idle streams, and how fast it fans out.

    ./script/bench live [--streams 2000] [--viewers 200] [--json]

Starts a private Valkey and a real live process; the listeners run here, on the same cores.
"""

import argparse
import asyncio
import json
import os
import statistics
import tempfile
import time
from pathlib import Path

SECRET = "only-for-measuring-" + "k" * 50
BOARD, VIEWED_BOARD, EVENTS = 1, 2, 50


def main():
    options = arguments()
    os.environ |= {"SECRET_KEY": SECRET, "DJANGO_SETTINGS_MODULE": "config.settings", "KARIZ_MODE": "sample"}
    with tempfile.TemporaryDirectory() as folder:
        valkey = start_valkey(Path(folder))
        try:
            figures = measure(valkey.url, options)
        finally:
            valkey.stop()
    report(figures, options.json)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--streams", type=int, default=2000, help="idle streams held open")
    parser.add_argument("--viewers", type=int, default=200, help="viewers of the board on which things happen")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def start_valkey(folder):
    from config.stack.valkey import Valkey

    server = Valkey(folder / "valkey", log=folder / "valkey.log", password="bench", durable=False)
    server.start()
    os.environ["REDIS_URL"] = server.url
    return server


def measure(redis_url, options):
    from tests.timeline.live_process import live_process

    with live_process(redis_url, SECRET) as live:
        return asyncio.run(measure_process(live, options))


async def measure_process(live, options):
    _reader, first = await open_stream(live.port, 0)  # answered once the process is up
    first.close()
    empty = resident(live.process.pid)
    idle = [await open_stream(live.port, BOARD) for _ in range(options.streams)]
    held = resident(live.process.pid)
    viewers = [await open_stream(live.port, VIEWED_BOARD) for _ in range(options.viewers)]
    delays = await fan_out(viewers)
    figures = {
        "streams": len(idle),
        "empty_mb": round(empty / 1024, 1),
        "held_mb": round(held / 1024, 1),
        "kb_per_stream": round((held - empty) / len(idle), 1),
        "threads": len(os.listdir(f"/proc/{live.process.pid}/task")),
        "viewers": len(viewers),
        "fan_out_p50_ms": round(statistics.median(delays) * 1000, 1),
        "fan_out_p99_ms": round(statistics.quantiles(delays, n=100)[98] * 1000, 1),
    }
    for _reader, writer in idle + viewers:
        writer.close()
    return figures


def resident(pid):
    """Resident memory in kB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


async def open_stream(port, board):
    from timeline.live.token import signer

    token = signer(SECRET).sign_object({"u": 7, "b": board, "s": "all", "t": time.time()})
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /live/?token={token} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    await reader.readuntil(b"event: hello")
    return reader, writer


async def fan_out(viewers):
    """From publishing to the last byte at each viewer, in seconds, over all viewers and events."""
    from timeline.live.publish import publish

    delays = []
    for number in range(EVENTS):
        waiting = [asyncio.create_task(arrival(reader, number)) for reader, _writer in viewers]
        await asyncio.sleep(0.02)
        began = time.monotonic()
        await asyncio.to_thread(publish, VIEWED_BOARD, "deal", {"number": number})
        delays += [moment - began for moment in await asyncio.gather(*waiting)]
    return delays


async def arrival(reader, number):
    await reader.readuntil(f'"number":{number}}}'.encode())
    return time.monotonic()


def report(figures, as_json):
    if as_json:
        print(json.dumps(figures))
        return
    print(f"{figures['streams']} idle streams: {figures['held_mb']} MB (empty {figures['empty_mb']} MB,", end=" ")
    print(f"{figures['kb_per_stream']} kB each), {figures['threads']} threads, no database connection")
    print(f"Fan-out to {figures['viewers']} viewers: p50 {figures['fan_out_p50_ms']} ms,", end=" ")
    print(f"p99 {figures['fan_out_p99_ms']} ms")


if __name__ == "__main__":
    main()

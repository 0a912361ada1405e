"""How gunicorn serves the pages, the same in the local stack and in a container; addresses come by --bind."""

import gc
import os

worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True  # Imported once, shared by the workers; the database pool opens only after the fork.
timeout = 60
graceful_timeout = 10
keepalive = 5
max_requests = 10_000
max_requests_jitter = 1_000
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 (a heartbeat file without a name)


def when_ready(server):
    """What was imported stays for good: no worker looks through it again for garbage, and its pages stay shared."""
    gc.collect()
    gc.freeze()

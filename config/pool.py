"""Whether a connection that has rested in the pool still has its server, seen without asking the server anything."""

from select import POLLIN, poll

from psycopg_pool import ConnectionPool


def check_the_wire(connection):
    """Raise if the connection is lost; only one on which something has come meanwhile is asked whether it still works.

    A server that goes says so or closes the line, and either can be read; a quiet line stands.
    """
    wire = poll()
    wire.register(connection.fileno(), POLLIN)
    if wire.poll(0):
        ConnectionPool.check_connection(connection)

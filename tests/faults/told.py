"""What became of the reminders of a house, and how late."""

PENDING = "SELECT count(*) FROM followups_reminder WHERE state = 'pending'"
WAITING = """SELECT count(*) FROM timeline_outgoing
             WHERE sent_at IS NULL AND failed_at IS NULL AND dropped_at IS NULL"""
TITLES = "SELECT split_part(text, ',', 1) FROM followups_notification WHERE kind = 'reminder'"
LATE = """SELECT r.due_at, extract(epoch FROM n.created_at - r.due_at)::float
          FROM followups_reminder r JOIN followups_notification n ON n.key LIKE 'reminder:' || r.id || ':%%'"""


def wait_for_all(house, seconds):
    """Until every reminder is said and every letter has left."""
    house.wait_until_none(PENDING, seconds)
    house.wait_until_none(WAITING, seconds)


def assert_each_said_once(house, count):
    """Nobody was forgotten, nobody was told twice."""
    titles = sorted(title for (title,) in house.rows(TITLES))
    assert titles == sorted(f"Call {number}" for number in range(1, count + 1))


def lateness(house):
    """[(due, seconds late)] of every reminder."""
    return house.rows(LATE)


def p95(numbers):
    return sorted(numbers)[int(0.95 * len(numbers))]


def letters_sent_again(house):
    """How many letters came to the world once more, under a Message-ID that came before."""
    return len(house.letters.came) - len(set(house.letters.came))

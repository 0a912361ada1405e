"""Who gets a new deal, until somebody says otherwise."""

from accounts.models import User
from accounts.visibility import visible_owner_ids


def owner_of_new_deals(pipeline, user):
    """This user, or, where the pipeline belongs to a team they are not of, the first of it whose deals they may see."""
    team = pipeline.team
    if team is None or user.team_path.startswith(team.path):
        return user
    people, seen = User.objects.active().filter(team__path__startswith=team.path), visible_owner_ids(user)
    return (people if seen is None else people.filter(pk__in=seen)).order_by("name").first() or user

"""The hardware firm's file through the importer, and its win rate beside a plain computation over the file."""

from benchmarks._forecast.history import MAVEN


def measure_maven():
    """How many deals are closed, their win rate, and how many figures differ from those of pandas; none should."""
    import pandas as pd

    from accounts.models import Role, User, Workspace
    from tests.leads.files import import_file
    from tests.reports.plain import differences, told

    Workspace.objects.create(name="Hardware", currency="EUR")
    admin = User.objects.create_user("ada@maven.example", name="Ada Abel", role=Role.ADMIN)
    file, agents = pd.read_csv(MAVEN / "sales_pipeline.csv"), pd.read_csv(MAVEN / "sales_teams.csv")
    hire(agents)
    batch = import_file(admin, (MAVEN / "sales_pipeline.csv").read_text())
    rows = rows_of(file, agents)
    found, asked = differences(admin, rows, list(filters_of(rows)))
    for where, figures in found.items():
        print(where, figures)
    whole = told(admin, period="all")
    return {
        "imported": batch.created, "refused": batch.rejected.count(), "closed": whole["closed"],
        "win_rate": round(whole["rate"], 4), "mean_won": float(round(whole["mean"], 2)), "cycle_days": whole["cycle"],
        "velocity_a_day": float(round(whole["velocity"], 2)), "filters_asked": asked, "filters_that_differ": len(found),
    }  # fmt: skip


def hire(agents):
    """The agents in the teams of their managers, and a pipeline without gates: the file tells of no budgets."""
    from accounts.models import Team, User
    from pipeline.actions.setup import set_up_pipeline
    from pipeline.models import Gate

    set_up_pipeline()
    Gate.objects.all().delete()
    for manager, people in agents.groupby("manager"):
        team = Team.objects.create(name=manager)
        Team.objects.filter(pk=team.pk).update(path=f"{team.pk}.")
        for place, name in enumerate(people.sales_agent):
            User.objects.create_user(f"{team.pk}.{place}@maven.example", name=name, role="rep", team=team)


def rows_of(file, agents):
    import pandas as pd

    from reports.win_rate.velocity import qualified_stages

    qualified = {stage.position for stage in qualified_stages(None)}
    first = min(qualified, default=1)
    return pd.DataFrame({
        "status": file.deal_stage.map({"Won": "won", "Lost": "lost"}).fillna("open"),
        "opened": pd.to_datetime(file.engage_date), "closed": pd.to_datetime(file.close_date),
        "amount": file.close_value.fillna(0), "owner": file.sales_agent,
        "qualified": file.deal_stage.map({"Prospecting": 1, "Engaging": 2}).ge(first),
        "team": file.sales_agent.map(dict(zip(agents.sales_agent, agents.manager, strict=True))),
    })  # fmt: skip


def filters_of(rows):
    import pandas as pd

    from accounts.models import Team, User
    from pipeline.models import Pipeline

    everything = pd.Series(True, index=rows.index)
    yield "all", {}, everything
    yield "pipeline", {"pipeline": Pipeline.objects.get().pk}, everything
    for user in User.objects.filter(role="rep"):
        yield user.name, {"owner": user.pk}, rows.owner == user.name
    for team in Team.objects.all():
        yield team.name, {"team": team.pk}, rows.team == team.name

import time
import pytest
from django.db import connection
from django.db.models import *
from config.sample.create import create_sample
from pipeline.models import *
from timeline.models import Event
from followups.models import *
from forecasting.models import *
from leads.models import *
def test_it(db, settings):
    settings.SAMPLE_MODE=True
    t=time.time(); create_sample({}); print("TIME",time.time()-t)
    for m in (Deal,StageVisit,Event,FollowUp,Reminder,Notification,ForecastLine,DealOdds,Lead,Company,ExchangeRate,LearnedOdds): print(m.__name__, m.objects.count())
    for s in Stage.objects.standing(): 
        d=Deal.objects.on_board().filter(stage=s)
        print(s.name, d.count(), d.aggregate(s=Sum('base_amount'))['s'], Deal.objects.lost().filter(stage=s).count(), [x.title for x in d.order_by('rank')[:3]], [x.days_in_stage for x in d.order_by('rank')[:6]])
    print(Deal.objects.values('status').annotate(n=Count('pk'),s=Sum('base_amount'),a=Avg('base_amount')))
    print('stale',Deal.objects.stale().count(),'attention',Deal.objects.needing_attention().count())
    from django.db.models.functions import TruncMonth
    for r in Deal.objects.won().annotate(m=TruncMonth('closed_at')).values('m').annotate(n=Count('pk'),s=Sum('base_amount')).order_by('m'): print(r)
    for r in ForecastLine.objects.values('month').annotate(w=Sum('weighted_learned'),ws=Sum('weighted_by_stage'),won=Sum('won')).order_by('month'): print(r)
    with connection.cursor() as c:
        c.execute("""select count(*) from (select deal_id, left_at, lead(entered_at) over (partition by deal_id order by entered_at,id) nxt, exit from pipeline_stagevisit) v where (nxt is not null and nxt<>left_at) or (nxt is null and left_at is not null and exit<>'lost')""")
        print('broken',c.fetchone())
    print('future', Event.objects.filter(happened_at__gt=Now()).count(), StageVisit.objects.filter(entered_at__gt=Now()).count(), Deal.objects.filter(closed_at__gt=Now()).count())
    print(LearnedOdds.objects.get().evidence)
    for e in Event.objects.filter(subject=f"deal:{Deal.objects.first().pk}"): print(e.happened_at, e.verb,e.details)
from django.db.models.functions import Now

from tests.forecasting.sales import channel  # noqa: F401 - the fixtures every test here may ask for
from tests.reports.closings import history  # noqa: F401 - as above

from tests.forecasting.sales import channel  # noqa: F401 - the fixture every test here may ask for

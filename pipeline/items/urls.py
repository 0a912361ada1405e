from django.urls import path

from pipeline.items import views

urlpatterns = [
    path("", views.items, name="items"),
    path("discount/", views.discount, name="items-discount"),
    path("value/", views.value, name="items-value"),
    path("<int:item>/", views.item, name="item"),
    path("<int:item>/remove/", views.remove, name="item-remove"),
    path("<int:item>/bring-back/", views.bring_back, name="item-return"),
    path("<int:item>/place/", views.place, name="item-place"),
    path("<int:item>/choose/", views.choose, name="item-choose"),
]

from django.urls import path

from pipeline.products import views

urlpatterns = [
    path("", views.products, name="products"),
    path("new/", views.new, name="product-new"),
    path("export/", views.export, name="products-export"),
    path("<int:pk>/", views.product, name="product"),
    path("<int:pk>/retire/", views.retire, name="product-retire"),
    path("<int:pk>/bring-back/", views.bring_back, name="product-return"),
]

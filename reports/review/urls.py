from django.urls import path

from reports.review import views

urlpatterns = [
    path("", views.reviews, name="reviews"),
    path("<int:pk>/", views.review, name="review"),
    path("<int:pk>/minutes.pdf", views.paper, name="review-paper"),
    path("<int:pk>/undo/", views.undo, name="review-undo"),
    path("<int:pk>/end/", views.end, name="review-end"),
    path("<int:pk>/<int:place>/", views.deal, name="review-deal"),
    path("<int:pk>/<int:place>/<slug:choice>/", views.decide, name="review-decide"),
]

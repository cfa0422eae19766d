"""The site with one route more, that has no name and that no table knows."""

from django.urls import path

from evalprog.urls import urlpatterns as of_the_site
from evaluations.views.public import home

urlpatterns = [*of_the_site, path("sans-nom/", home)]

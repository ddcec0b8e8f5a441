"""Hearsay inside Airflow: the page "Claims" in the navigation and on DAGs, tasks that start fast.

Every part of Airflow imports its plugins, so what the page needs is imported when it is asked for.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from airflow.api_fastapi.core_api.security import get_user
from airflow.listeners import hookimpl
from airflow.plugins_manager import AirflowPlugin
from fastapi import Depends, FastAPI, HTTPException
from fastapi.responses import HTMLResponse

if TYPE_CHECKING:
    from pipeline.edges.warehouse import Warehouse

# The sub-application has no login of its own: without get_user anybody may read it.
page = FastAPI(dependencies=[Depends(get_user)], docs_url=None, redoc_url=None, openapi_url=None)


@cache
def _warehouse() -> Warehouse:
    from pipeline.edges.warehouse import Warehouse
    from pipeline.settings import Settings

    settings = Settings.load()
    return Warehouse(settings.folder, wait_s=settings.load_.wait_s)


@page.get("/", response_class=HTMLResponse)
def _home(q: str = "") -> str:
    from pipeline.page import home

    return home(_warehouse(), q.strip())


@page.get("/claim/{claim_id}", response_class=HTMLResponse)
def _claim(claim_id: str) -> str:
    from pipeline.page import claim

    text = claim(_warehouse(), claim_id)
    if text is None:
        raise HTTPException(404, "no such claim")
    return text


# What tasks import, at once or late.
NEEDED = (
    "pipeline.days",
    "pipeline.edges.web",
    "pipeline.edges.archive",
    "pipeline.rehearsal",
    "airflow.providers.standard.decorators.python",
)


@hookimpl
def on_starting() -> None:
    """Import and read what tasks need before the scheduler forks the processes in which they run.

    Every task, and every worker copied from one, would do it for itself.
    """
    if sys.argv[1:2] == ["scheduler"]:  # what Airflow hands over does not know yet what it is
        for name in NEEDED:
            import_module(name)
        import_module("pipeline.rehearsal").rehearse()


class HearsayPlugin(AirflowPlugin):
    """Registered by the entry point `airflow.plugins` of the distribution."""

    name = "hearsay"
    listeners = [sys.modules[__name__]]  # noqa: RUF012  Airflow reads lists
    fastapi_apps = [{"app": page, "url_prefix": "/claims", "name": "Claims"}]  # noqa: RUF012
    external_views = [  # noqa: RUF012  Airflow reads lists
        {"name": "Claims", "href": "/claims/", "destination": "nav", "url_route": "claims"},
        {"name": "Claims", "href": "/claims/", "destination": "dag", "url_route": "claims-dag"},
    ]

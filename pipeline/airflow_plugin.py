"""The page inside Airflow: "Claims" in the navigation, and a tab on every DAG."""

from __future__ import annotations

from typing import Any

from airflow.plugins_manager import AirflowPlugin


def _app() -> Any:
    """Return the page behind Airflow's own login: the sub-application has none by itself."""
    from airflow.api_fastapi.core_api.security import get_user
    from fastapi import Depends, FastAPI, HTTPException
    from fastapi.responses import HTMLResponse

    from pipeline import page
    from pipeline.edges.warehouse import Warehouse
    from pipeline.settings import Settings

    settings = Settings.load()
    warehouse = Warehouse(settings.folder, wait_s=settings.load_.wait_s)
    app = FastAPI(dependencies=[Depends(get_user)], docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/", response_class=HTMLResponse)
    def show_home(q: str = "") -> str:
        return page.home(warehouse, q.strip())

    @app.get("/claim/{claim_id}", response_class=HTMLResponse)
    def show_claim(claim_id: str) -> str:
        text = page.claim(warehouse, claim_id)
        if text is None:
            raise HTTPException(404, "no such claim")
        return text

    return app


class HearsayPlugin(AirflowPlugin):
    """Registered by the entry point `airflow.plugins` of the distribution."""

    name = "hearsay"
    fastapi_apps = [{"app": _app(), "url_prefix": "/claims", "name": "Claims"}]  # noqa: RUF012
    external_views = [  # noqa: RUF012  Airflow reads lists
        {"name": "Claims", "href": "/claims/", "destination": "nav", "url_route": "claims"},
        {"name": "Claims", "href": "/claims/", "destination": "dag", "url_route": "claims-dag"},
    ]

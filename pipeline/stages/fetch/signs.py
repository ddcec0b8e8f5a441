"""The words and addresses by which walls, stubs and apologies can be told.

Added to freely: each must make sense on any site, and counts only where a page has few words.
"""

from __future__ import annotations

import re


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE)


CHALLENGE = _any(
    r"just a moment\.\.\.",
    r"attention required! \| cloudflare",
    r"checking (?:your browser|if the site connection is secure)",
    r"(?:verify|confirm) (?:that )?you(?:'|’| a)re (?:a )?(?:not a robot|human)",
    r"are you a (?:robot|human)",
    r"pardon our interruption",
    r"please enable (?:js|javascript) and disable any ad blocker",
    r"unusual (?:traffic|activity) from your",
    r"access (?:to this page has been )?denied",
    r"request unsuccessful\. incapsula",
    r"ddos protection by",
    r"(?:enable|activate) javascript (?:and cookies )?to continue",
)
WALLS = _any(
    r"cf-chl-", r"_cf_chl_opt", r"captcha-delivery\.com", r"px-captcha", r"_incapsula_resource",
    r"/distil_r_captcha", r"geo\.captcha", r"awswafcookiedomainlist", r"g-recaptcha",
    r"hcaptcha\.com",
)  # fmt: skip
CONSENT = _any(
    r"(?:we|and our (?:\d+ )?partners) (?:value|respect|care about) your privacy",
    r"before you continue to",
    r"(?:accept|agree|consent) (?:and|to) (?:continue|all|cookies)",
    r"manage (?:your )?(?:cookie|privacy|consent) (?:settings|preferences|choices)",
    r"store and/or access information on a device",
    r"mit werbung (?:und tracking )?(?:weiter)?lesen",
    r"(?:alle akzeptieren|zustimmen und weiter|tout accepter|accepter et (?:continuer|fermer))",
    r"(?:aceptar y continuar|accetta e continua|alles accepteren)",
)
CONSENT_URL = _any(
    r"//(?:[\w.]+\.)?consent\.", r"//cmp\.", r"/consent(?:[/?.]|$)", r"privacy-?(?:wall|gate)",
    r"/gdpr", r"cookie-?(?:wall|consent)", r"/zustimmung",
)  # fmt: skip
PAYWALL = _any(
    r"subscribe (?:now )?to (?:continue|read|keep reading|unlock)",
    r"(?:this|the full) (?:article|story|content) is (?:for|available (?:only )?to|exclusive to|"
    r"reserved for) (?:our )?(?:paying |registered )?(?:subscribers|members)",
    r"(?:sign in|log in|register|create (?:a free|an) account) to (?:continue|read|keep reading)",
    r"already a (?:subscriber|member)\?",
    r"you(?:'|’)ve (?:reached|read) your (?:monthly )?(?:limit|last free)",
    r"(?:weiterlesen|lesen sie weiter) mit|nur für abonnent|bereits abonnent",
    r"(?:article|contenu) réservé aux abonnés|il vous reste \d+ ?% de cet article",
    r"(?:contenido|artículo) (?:exclusivo )?para suscriptores|contenuto riservato agli abbonati",
)
NOT_FOUND = _any(
    r"\b404\b(?! (?:people|million|billion|dead|cases|votes|km|miles|men|women))",
    r"page (?:not found|cannot be found|can(?:'|’)t be found|doesn(?:'|’)t exist|does not exist)",
    r"(?:couldn(?:'|’)t|could not|cannot|can(?:'|’)t) find (?:that|the|this) page",
    r"(?:article|story|page) (?:is )?no longer (?:available|exists)",
    r"(?:nothing|not) found$|^error$|^oops",
    r"seite (?:wurde )?(?:leider )?nicht gefunden|existiert nicht",
    r"page (?:introuvable|non trouvée)|página no encontrada|pagina non trovata",
    r"страница не найдена|페이지를 찾을 수 없",
)
NOT_FOUND_URL = _any(r"/(?:404|not-?found|error(?:-?page)?|page-?not-?found)(?:[/.?]|$)")
LIVE_URL = _any(r"/live(?:blog|ticker|-updates?|-blog)?/", r"-live-?(?:blog|ticker|updates?)\b")

"""Releases as a data catalogue that portals harvest: DCAT-AP 3 as JSON-LD.

Source: SEMIC, DCAT-AP 3.0: the mandatory properties of catalogue, dataset, distribution and agent, and the
recommended ones we have. It describes what is published and holds no figures.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from sluss.statistics.faces import words
from sluss.statistics.faces.package import LICENCE
from sluss.statistics.models import Release

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "adms": "http://www.w3.org/ns/adms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
LANGUAGES = {"sv": "SWE", "en": "ENG"}
_AUTHORITY = "http://publications.europa.eu/resource/authority"
_FILE_TYPES = {"pdf": "PDF", "zip": "ZIP", "csv": "CSV", "json": "JSON", "xlsx": "XLSX", "svg": "SVG"}


@dataclass(frozen=True)
class PublishedDocument:
    """A file that can be fetched: its absolute address, its words, its kind ("csv"), its media type."""

    url: str
    title: str
    kind: str
    media_type: str


@dataclass(frozen=True)
class PublishedDataset:
    """A release at its absolute address, with what can be fetched of it."""

    url: str
    release: Release
    documents: Sequence[PublishedDocument]


def catalogue(url: str, home: str, datasets: Sequence[PublishedDataset]) -> dict[str, Any]:
    """The catalogue at `url` of a site whose front page is `home`; both are absolute."""
    publisher = f"{home}#publisher"
    named = {"@id": publisher, "@type": "foaf:Agent", "foaf:name": _each(words.publisher)}
    changed = max((_published(dataset.release) for dataset in datasets), default=None)
    return {
        "@context": CONTEXT,
        "@id": url,
        "@type": "dcat:Catalog",
        "dct:title": _each(
            lambda: _("Statistics from civil society's contacts with people exposed to human trafficking")
        ),
        "dct:description": _each(
            lambda: _("Published figures, protected so that nobody can be recognised, with their method.")
        ),
        "dct:publisher": named,
        "dct:language": [_language(language) for language in LANGUAGES],
        "foaf:homepage": {"@id": home, "@type": "foaf:Document"},
        **({"dct:modified": _moment(changed)} if changed else {}),
        "dcat:dataset": [_dataset(dataset, publisher) for dataset in datasets],
    }


def _dataset(dataset: PublishedDataset, publisher: str) -> dict[str, Any]:
    release = dataset.release
    first, last = release.round.period_start, release.round.period_end
    return {
        "@id": dataset.url,
        "@type": "dcat:Dataset",
        "dct:title": [
            {"@language": language, "@value": words.report_title(f"{first:%Y-%m}", f"{last:%Y-%m}", language)}
            for language in LANGUAGES
        ],
        "dct:description": _each(
            lambda: words.n_of_n(release.organisations_reporting, release.organisations_expected)
        ),
        "dct:publisher": {"@id": publisher},
        "dct:identifier": dataset.url,
        "dct:issued": _moment(_published(release)),
        "dct:language": [_language(language) for language in LANGUAGES],
        "dct:spatial": {"@id": f"{_AUTHORITY}/country/SWE", "@type": "dct:Location"},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(first),
            "dcat:endDate": _day(last),
        },
        "dct:accessRights": {"@id": f"{_AUTHORITY}/access-right/PUBLIC", "@type": "dct:RightsStatement"},
        "dcat:theme": {"@id": f"{_AUTHORITY}/data-theme/SOCI"},
        "dcat:version": str(release.version),
        "dcat:landingPage": {"@id": dataset.url, "@type": "foaf:Document"},
        "dcat:distribution": [_distribution(document) for document in dataset.documents],
    }


def _distribution(document: PublishedDocument) -> dict[str, Any]:
    return {
        "@id": document.url,
        "@type": "dcat:Distribution",
        "dct:title": document.title,
        "dcat:accessURL": {"@id": document.url},
        "dcat:downloadURL": {"@id": document.url},
        "dct:format": {
            "@id": f"{_AUTHORITY}/file-type/{_FILE_TYPES[document.kind]}",
            "@type": "dct:MediaTypeOrExtent",
        },
        "dcat:mediaType": {
            "@id": f"http://www.iana.org/assignments/media-types/{document.media_type}",
            "@type": "dct:MediaType",
        },
        "dct:license": {"@id": LICENCE["path"], "@type": "dct:LicenseDocument"},
    }


def _published(release: Release) -> dt.datetime:
    return release.published_at or release.frozen_at


def _each(say: Callable[[], str]) -> list[dict[str, str]]:
    """The same words in each language."""
    found = []
    for language in LANGUAGES:
        with override(language):
            found.append({"@language": language, "@value": say()})
    return found


def _language(language: str) -> dict[str, str]:
    return {"@id": f"{_AUTHORITY}/language/{LANGUAGES[language]}", "@type": "dct:LinguisticSystem"}


def _moment(at: dt.datetime) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": at.strftime("%Y-%m-%dT%H:%M:%SZ")}


def _day(day: dt.date) -> dict[str, str]:
    return {"@type": "xsd:date", "@value": day.isoformat()}

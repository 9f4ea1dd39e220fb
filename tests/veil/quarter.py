"""The real quarter's variables with hierarchies: what a coordinator would declare for it."""

from __future__ import annotations

from veil import Variable

REGIONS = {
    "Europe": "Albanian,Bulgarian,Dutch,Finnish,Georgian,Irish,Italian Pakistani,Kosovan,Lithuanian,Macedonian,Romanian,"
    "Spanish,Swedish,UK,UK Zimbabwean",
    "Africa": "Algerian,Beninese,Cameroonian,Central African UK,Congolese (Congo),Congolese (DRC),Egyptian,Eritrean,"
    "Ethiopian,Gambian,Ghanaian,Guinean,Ivorian,Kenyan,Mauritian,Namibian,Nigerian,Sierra Leonean,Sierra Leonean UK,"
    "Somali,South Sudanese,Sudanese,Tanzanian,Zimbabwean",
    "Asia": "Bangladeshi,Chinese,Filipino,Indian,Iranian,Iraqi,Kuwaiti,Pakistani,Palestinian,Syrian,Thai,Vietnamese",
    "Americas and Oceania": "American UK,Australian,Brazilian,Brazilian Portuguese,Dominican,Grenadian,Jamaican,"
    "Mexican,Trinidadian",
}
REGION = {code: region for region, codes in REGIONS.items() for code in codes.split(",")}
FORMS = {
    "sexual": "Sexual;Sexual & Domestic;Sexual & Labour;Sexual, Labour & Domestic;Sexual & Criminal;"
    "Sexual, Labour & Criminal",
    "labour or domestic": "Labour;Labour & Domestic;Domestic",
    "criminal and other": "Criminal;Labour & Criminal;Domestic & Criminal;Organ Harvesting",
}
FORM = {code: group for group, codes in FORMS.items() for code in codes.split(";")}
LARGE = ("The Salvation Army", "Migrant Help")


def variables(rows) -> list[Variable]:
    """Organisation, exploitation, age, gender, nationality, with groups where the field has them."""
    found = {name: tuple(sorted(set(rows[name].to_pylist()))) for name in rows.column_names}
    steps = {
        "nationality": {"region": {c: REGION[c] for c in found["nationality"] if c in REGION}},
        "exploitation": {"group": {c: FORM[c] for c in found["exploitation"] if c in FORM}},
        "organisation": {"size": {c: "other organisations" for c in found["organisation"] if c not in LARGE}},
    }
    return [Variable(name, codes, steps.get(name, {})) for name, codes in found.items()]

"""Read-only admin pages in the reader's language. Permission comes from the register's policy, never from Django's
permission flags."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import BooleanField, QuerySet
from django.http import HttpRequest

from assessments.kit.vocabulary import Vocabulary
from assessments.templatetags.zenobia import day, moment


class ByTerm(admin.SimpleListFilter):
    """A filter over the terms of a vocabulary, in the reader's language; subclasses name them."""

    terms: Vocabulary

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return self.terms.choices()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(**{str(self.parameter_name): self.value()}) if self.value() in self.terms else queryset


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Shows every row to those who may view the model; nothing can be edited.

    `labels` names fields, and `terms` the vocabularies of those that hold a term, both for columns, filters and pages.
    """

    list_per_page = 50
    show_full_result_count = False
    labels: ClassVar[Mapping[str, Any]] = {}
    terms: ClassVar[Mapping[str, Vocabulary]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.labels:
            setattr(self, f"shown_{name}", self._shown(name))

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [self._column(one) for one in self.list_display]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [self._filter(one) for one in self.list_filter]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [self._column(one) if one in self.terms else one for one in super().get_fields(request, obj)]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change=change, **kwargs, labels=dict(self.labels))

    def _column(self, name: Any) -> Any:
        """A field as a column of its own label and words; what an admin class computes itself stays as it is. By name
        and not as a function: Django finds a column again by it, to sort."""
        return f"shown_{name}" if name in self.labels else name

    def _shown(self, name: str) -> Any:
        field = next((one for one in self.model._meta.fields if one.name == name), None)
        terms, is_yes_or_no = self.terms.get(name), isinstance(field, BooleanField)

        def shown(row: Any) -> Any:
            return _in_words(getattr(row, name), terms)

        ordering = name if field is not None else None
        return admin.display(description=self.labels[name], ordering=ordering, boolean=is_yes_or_no)(shown)

    def _filter(self, name: Any) -> Any:
        if name in self.terms:
            facts = {"title": self.labels[name], "parameter_name": name, "terms": self.terms[name]}
            return type(f"By{name}", (ByTerm,), facts)
        return (name, _titled(self.labels[name])) if name in self.labels else name

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_view(request)

    def may_view(self, request: HttpRequest) -> bool:
        raise NotImplementedError

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _in_words(value: Any, terms: Vocabulary | None) -> Any:
    if terms and value:
        return terms.label(value)
    if isinstance(value, datetime):
        return moment(value)
    return day(value) if isinstance(value, date) else value


def _titled(title: Any) -> Callable[..., Any]:
    """Django's own filter of yes and no, under our label."""

    class Titled(admin.BooleanFieldListFilter):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.title = title

    return Titled

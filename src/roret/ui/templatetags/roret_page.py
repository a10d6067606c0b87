"""The bridge for pages that others wrote: Django's engine renders the parts, our page stands around them."""

from __future__ import annotations

from typing import Any, cast

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

KEY = "roret_parts"


class PartNode(template.Node):
    """Renders what it encloses and lays it aside under a name."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        # What comes out of a node list was escaped by the engine that made it.
        parts = cast("dict[str, SafeString]", context.render_context.setdefault(KEY, cast(Any, {})))
        parts[self.name] = self.nodelist.render(context)
        return mark_safe("")


@register.tag
def part(parser: Parser, token: Token) -> PartNode:
    """`{% part "main" %}…{% endpart %}`: one of title, head, main, scripts."""
    pieces = token.split_contents()
    if len(pieces) != 2 or pieces[1][0] not in "\"'":
        raise template.TemplateSyntaxError('Write it as {% part "main" %} … {% endpart %}.')
    nodelist = parser.parse(("endpart",))
    parser.delete_first_token()
    return PartNode(pieces[1].strip("\"'"), nodelist)


@register.simple_tag(takes_context=True)
def page_around_parts(context: Context) -> SafeString:
    """Our page with the parts laid aside so far. Stands last in a layout, and is all that the layout gives out."""
    parts = context.render_context.get(KEY, {})
    return mark_safe(render_to_string("ui/around.html", {"parts": parts}, request=context.get("request")))

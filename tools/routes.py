#!/usr/bin/env python3
"""The tables of routes and fields of src/server, made from api/openapi.yaml when the program is built.

    tools/routes.py api/openapi.yaml routes.c routes.h

One row per operation and one per parameter or member of its body; what cannot be a row is an error that names the
operation. The rows are src/server/route.h's cm_route and cm_field.
"""

import re
import sys

import yaml

METHODS = ('get', 'put', 'post', 'delete', 'patch')
LOADS = ('quick', 'slow', 'login', 'stream')
KINDS = {'string': 'TEXT', 'integer': 'INT', 'boolean': 'BOOL', 'array': 'TREE', 'object': 'TREE'}
TEXT_MOST = 1 << 20
INT_MOST = (1 << 53) - 1  # what every client can hold


class Wrong(Exception):
    """What openapi.yaml has and the tables cannot hold."""


def resolve(doc, node):
    while isinstance(node, dict) and '$ref' in node:
        parts = node['$ref'].lstrip('#/').split('/')
        node = doc
        for part in parts:
            node = node[part]
    return node


def text(value):
    return 'NULL' if value is None else '"' + value.replace('\\', '\\\\').replace('"', '\\"') + '"'


class Table:
    """Rows of C, gathered operation by operation."""

    def __init__(self, doc):
        self.doc = doc
        self.lines = []
        self.routes = []
        self.handlers = []

    def field(self, name, place, schema, required):
        schema = resolve(self.doc, schema)
        kind = schema.get('type')
        if isinstance(kind, list):
            kind = next(k for k in kind if k != 'null')
        items = resolve(self.doc, schema.get('items', {}))
        code = KINDS.get(kind)
        of = schema
        least, most = 0, TEXT_MOST
        if kind == 'array' and items.get('type') == 'string':
            code, of = 'TEXTS', items
            least, most = schema.get('minItems', 0), schema.get('maxItems', 10000)
        elif kind == 'array':
            least, most = schema.get('minItems', 0), schema.get('maxItems', 10000)
        elif kind == 'integer':
            least, most = schema.get('minimum', -INT_MOST), schema.get('maximum', INT_MOST)
        elif kind == 'string':
            least, most = schema.get('minLength', 0), schema.get('maxLength', TEXT_MOST)
        if code is None:
            raise Wrong(f'{name}: type {kind}')
        if place != 'BODY' and code == 'TREE':
            raise Wrong(f'{name}: a {kind} outside of a body')
        choices = 'NULL'
        if of.get('enum'):
            label = f'choices_{len(self.lines)}'
            row = ', '.join(text(str(c)) for c in of['enum'])
            self.lines.append(f'static const char *const {label}[] = {{{row}, NULL}};')
            choices = label
        return (f'{{{text(name)}, CM_IN_{place}, CM_FIELD_{code}, {text(of.get("format"))}, {choices}, '
                f'{least}LL, {most}LL, {str(bool(required)).lower()}}}')

    def body(self, operation, rows):
        """The kind of body; its members go to rows."""
        node = resolve(self.doc, operation.get('requestBody'))
        if node is None:
            return 'NONE', False
        required = node.get('required', False)
        media = node['content']
        if 'application/json' not in media:
            return ('FILE' if operation.get('x-body') == 'file' else 'RAW'), required
        if operation.get('x-body') == 'raw':
            return 'RAW', required
        schema = resolve(self.doc, media['application/json']['schema'])
        if schema.get('type') != 'object' or schema.get('additionalProperties') is not False:
            raise Wrong('a body must be an object with additionalProperties: false (or x-body: raw)')
        for name, member in schema.get('properties', {}).items():
            rows.append((name, self.field(name, 'BODY', member, name in schema.get('required', []))))
        return 'JSON', required

    def operation(self, path, shared, method, operation):
        name = operation['operationId']
        if not re.fullmatch('[a-z][a-z0-9_]*', name):
            raise Wrong('operationId must be snake_case')
        rows = []
        takes_version = takes_key = False
        for node in shared + operation.get('parameters', []):
            p = resolve(self.doc, node)
            if p['in'] == 'header':
                takes_version = takes_version or p['name'] == 'If-Match'
                takes_key = takes_key or p['name'] == 'Idempotency-Key'
            else:
                rows.append((p['name'], self.field(p['name'], p['in'].upper(), p['schema'], p.get('required'))))
        kind, required = self.body(operation, rows)
        names = [n for n, _ in rows]
        if len(set(names)) != len(names):
            raise Wrong(f'two fields of one name among {names}')
        for part in re.findall(r'\{(\w+)\}', path):
            if part not in names:
                raise Wrong(f'no parameter {part}')
        load = operation.get('x-load', 'quick')
        if load not in LOADS:
            raise Wrong(f'x-load: {load}')
        fields = 'NULL'
        if rows:
            fields = f'fields_{name}'
            inner = ',\n    '.join(row for _, row in rows)
            self.lines.append(f'static const cm_field {fields}[] = {{\n    {inner}}};')
        anyone = str(operation.get('x-who') == 'anyone').lower()
        self.routes.append(
            f'{{"{name}", "{method.upper()}", "{path}", {text(operation.get("x-act"))}, {anyone}, '
            f'CM_LOAD_{load.upper()}, CM_BODY_{kind}, {str(required).lower()}, {str(takes_version).lower()}, '
            f'{fields}, {len(rows)}, cm_api_{name}}}')
        self.handlers.append(f'CM_MUST_USE cm_status cm_api_{name}(cm_exchange *x, cm_err *err);')

    def write(self, source, header):
        with open(header, 'w', encoding='utf-8') as out:
            out.write('/* made from api/openapi.yaml by tools/routes.py */\n#include "server/exchange.h"\n\n')
            out.write('\n'.join(self.handlers) + '\n')
        with open(source, 'w', encoding='utf-8') as out:
            out.write('/* made from api/openapi.yaml by tools/routes.py */\n#include "base/base.h"\n\n'
                      '#include "server/route.h"\n#include "server/routes.h"\n\n')
            out.write('\n'.join(self.lines) + '\n\nstatic const cm_route routes[] = {\n    ')
            out.write(',\n    '.join(self.routes) + '};\n\n')
            out.write('const cm_route *cm_routes(size_t *ret_count)\n{\n    *ret_count = CM_COUNT(routes);\n'
                      '    return routes;\n}\n')


def main(argv):
    with open(argv[1], encoding='utf-8') as file:
        doc = yaml.safe_load(file)
    table = Table(doc)
    seen = set()
    for path, item in doc['paths'].items():
        for method in METHODS:
            if method not in item:
                continue
            try:
                if item[method]['operationId'] in seen:
                    raise Wrong('this operationId is there twice')
                seen.add(item[method]['operationId'])
                table.operation(path, item.get('parameters', []), method, item[method])
            except (Wrong, KeyError, StopIteration) as fault:
                sys.exit(f'{argv[1]}: {method.upper()} {path}: {fault!r}')
    table.write(argv[2], argv[3])


if __name__ == '__main__':
    main(sys.argv)

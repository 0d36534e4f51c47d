"""api/openapi.yaml as the tests read it: operations in the order of the file, answers held against their schema."""

import json
import pathlib

import jsonschema
import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
METHODS = ('get', 'put', 'post', 'delete', 'patch')


class Operation:
    """One operation with its parameters resolved."""

    def __init__(self, doc, path, shared, method, node):
        self.doc, self.path, self.method, self.node = doc, path, method.upper(), node
        self.name = node['operationId']
        self.who = node.get('x-as')
        self.anyone = node.get('x-who') == 'anyone'
        self.act = node.get('x-act')
        self.load = node.get('x-load', 'quick')
        self.parameters = [self.resolve(p) for p in shared + node.get('parameters', [])]
        self.body = self.resolve(node.get('requestBody') or {})

    def resolve(self, node):
        while '$ref' in node:
            found = self.doc
            for part in node['$ref'].lstrip('#/').split('/'):
                found = found[part]
            node = found
        return node

    def media(self):
        """Type and description of the body, or None."""
        content = self.body.get('content')
        return next(iter(content.items())) if content else None

    def members(self):
        """Schemas of the members of a JSON body."""
        media = self.media()
        if media is None or media[0] != 'application/json':
            return {}
        return {name: self.resolve(s) for name, s in
                self.resolve(media[1]['schema']).get('properties', {}).items()}

    def complaint(self, answer):
        """What is wrong with an answer as the file describes it, or None."""
        declared = self.node['responses']
        node = declared.get(str(answer.status), declared.get('default') if answer.status >= 400 else None)
        if node is None:
            return f'status {answer.status} is not declared: {answer!r}'
        node = self.resolve(node)
        kind = answer.headers.get('content-type', '').split(';')[0]
        content = node.get('content', {})
        if not content:
            return None if not answer.body else f'{answer.status} has a body, none is declared'
        if kind not in content:
            return f'{answer.status}: content type {kind!r} is not declared'
        if not kind.endswith('json'):
            return None
        try:
            value = json.loads(answer.body)
        except ValueError as fault:
            return f'not JSON: {fault}'
        resolver = jsonschema.RefResolver('', self.doc)
        checker = jsonschema.Draft202012Validator(content[kind].get('schema', {}), resolver=resolver)
        fault = next(iter(sorted(checker.iter_errors(value), key=lambda f: list(map(str, f.path)))), None)
        return fault and f'{"/".join(map(str, fault.path))}: {fault.message[:300]}'


def load():
    """All operations, in the order of the file."""
    doc = yaml.safe_load((ROOT / 'api' / 'openapi.yaml').read_text(encoding='utf-8'))
    found = []
    for path, item in doc['paths'].items():
        for method in item:
            if method in METHODS:
                found.append(Operation(doc, path, item.get('parameters', []), method, item[method]))
    return found

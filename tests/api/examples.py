#!/usr/bin/env python3
"""Send the example of every operation of api/openapi.yaml, in the order of the file, and hold each answer against what
the file says of it. `tests/api/examples.py CHAMING [OPERATION]...` (those alone, after all before them)

x-as: who sends it; x-log-in: with the cookie of that log-in instead. x-before: what he, or `as`, sends first (method, path,
body or sample). x-sample: a file of the repository that is the body. x-keep: {name: member} of the answer, for later bodies as
$name. x-bare: on an empty workspace, where $setup is the code that the server printed. x-wait: job, until the job that the
answer names has ended. x-expect: the status where the sample has nothing that it could succeed with. An operation without
an example is a fault. What the examples of clues and documents stand on is course.prepare."""

import sys
import time
import urllib.parse

import course
import schema
from house import ROOT, House


def example_of(operation, parameter):
    found = parameter.get('example', operation.resolve(parameter['schema']).get('example'))
    if found is None and parameter['in'] == 'path':
        raise ValueError(f'parameter {parameter["name"]} has no example')
    return found


def request_of(operation):
    """Path with its query, body and headers of the example."""
    path, query, headers = operation.path, [], {}
    for parameter in operation.parameters:
        value = example_of(operation, parameter)
        if value is None:
            if parameter.get('required'):
                raise ValueError(f'parameter {parameter["name"]} has no example')
            continue
        if parameter['in'] == 'path':
            path = path.replace('{' + parameter['name'] + '}', urllib.parse.quote(str(value), safe=''))
        elif parameter['in'] == 'query':
            values = value if isinstance(value, list) else [value]
            query += [(parameter['name'], str(v).lower() if isinstance(v, bool) else v) for v in values]
        elif parameter['in'] == 'header':
            headers[parameter['name']] = str(value)
    media, body = operation.media(), None
    if media is not None:
        kind, node = media
        if 'x-sample' in operation.node:
            body = (ROOT / operation.node['x-sample']).read_bytes()
        elif 'example' in node:
            body = node['example'].encode() if isinstance(node['example'], str) else node['example']
        elif operation.body.get('required'):
            raise ValueError('the body has no example')
        if isinstance(body, bytes):
            headers['Content-Type'] = kind
    return path + ('?' + urllib.parse.urlencode(query) if query else ''), body, headers


def wait_for_job(house, who, place):
    until = time.monotonic() + 120
    while time.monotonic() < until:
        job = house.ask(who, 'GET', place).json
        if job['state'] in ('done', 'failed', 'cancelled'):
            return None if job['state'] == 'done' else f'the job {place} {job}'
        time.sleep(0.1)
    return f'the job {place} did not end'


def filled(body, kept):
    """What earlier answers gave, in the place of $name."""
    if not isinstance(body, dict):
        return body
    return {n: kept.get(v[1:], v) if isinstance(v, str) and v.startswith('$') else v for n, v in body.items()}


def attempt(house, operation, kept):
    try:
        path, body, headers = request_of(operation)
    except ValueError as fault:
        return str(fault)
    if operation.load == 'stream':
        return None  # tests/api/jobs.py
    for first in operation.node.get('x-before', []):
        sent = (ROOT / first['sample']).read_bytes() if 'sample' in first else first.get('body')
        kind = {'Content-Type': 'application/octet-stream'} if 'sample' in first else {}
        answer = house.ask(first.get('as', operation.who), first['method'], first['path'], sent, kind)
        if not 200 <= answer.status < 300:
            return f'{first["path"]}: {answer!r}'
    who = operation.who
    if 'x-log-in' in operation.node:
        who, more = None, house.log_in(operation.node['x-log-in'])
        headers.update(more)
    answer = house.ask(who, operation.method, path, filled(body, kept), headers)
    wanted = operation.node.get('x-expect')
    if answer.status != wanted if wanted else not 200 <= answer.status < 300:
        return f'{answer!r}'
    fault = operation.complaint(answer)
    for name, member in operation.node.get('x-keep', {}).items():
        kept[name] = answer.json[member]
    if fault is None and operation.node.get('x-wait') == 'job':
        fault = wait_for_job(house, operation.who, answer.headers['location'])
    return fault


def main():
    only, count, bad, kept = sys.argv[2:], 0, 0, {}
    with House(sys.argv[1]) as house, House(sys.argv[1], bare=True) as empty:
        course.prepare(house)
        kept['setup'] = empty.setup_code()
        for operation in schema.load():
            if not operation.anyone and operation.who is None:
                fault = 'x-as is missing'
            else:
                fault = attempt(empty if operation.node.get('x-bare') else house, operation, kept)
            count += 1
            if fault is not None and (not only or operation.name in only):
                bad += 1
                print(f'{operation.name} ({operation.method} {operation.path}): {fault}')
    print(f'{count} operations, {bad} faults')
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())

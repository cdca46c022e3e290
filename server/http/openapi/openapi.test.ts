import { createConfig, lintFromString } from '@redocly/openapi-core';
import { expect, test } from 'vitest';
import { inventory, sources } from '#test/access-inventory';
import { openApiDocument } from './openapi.ts';

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;
const document = openApiDocument('https://status.acme.test');
const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
  METHODS.flatMap((method) =>
    item[method] ? [{ name: `${method.toUpperCase()} ${path}`, path, ...item[method] }] : [],
  ),
);

test('the description passes the recommended rules of the linter', async () => {
  const problems = await lintFromString({
    source: JSON.stringify(document),
    config: await createConfig({ extends: ['recommended'] }),
  });
  expect(
    problems.map(
      ({ severity, ruleId, message, location }) => `${severity} ${ruleId}: ${message} at ${location[0]?.pointer}`,
    ),
  ).toEqual([]);
});

test('the linter finds an undeclared path parameter and an operation without an id', async () => {
  const broken = structuredClone(document) as unknown as {
    paths: Record<string, { get: { parameters?: unknown; operationId?: string } }>;
  };
  delete broken.paths['/api/v1/incidents/{id}']?.get.parameters;
  delete broken.paths['/api/v1/incidents']?.get.operationId;
  const problems = await lintFromString({
    source: JSON.stringify(broken),
    config: await createConfig({ extends: ['recommended'] }),
  });
  expect(problems.map(({ ruleId }) => ruleId).sort()).toEqual(['operation-operationId', 'path-parameters-defined']);
});

test('every route and ingest endpoint below /api/v1 is described, and nothing else', () => {
  const routes = inventory(sources())
    .declared.filter(({ kind, path }) => kind === 'route' && path.startsWith('app/api/v1/'))
    .map(
      ({ path, name }) =>
        `${name} ${path.slice('app'.length, -'/route.ts'.length).replaceAll('[', '{').replaceAll(']', '}')}`,
    );
  const ingestEndpoints = [
    'POST /api/v1/probes',
    'POST /api/v1/probes/alertmanager',
    'GET /ping/{key}',
    'GET /ping/{key}/fail',
    'GET /ping/{key}/start',
    'GET /ping/{key}/log',
    'GET /ping/{key}/{exitStatus}',
  ];
  expect(operations.map(({ name }) => name).sort()).toEqual([...routes, ...ingestEndpoints].sort());
});

test('every operation declares its access', () => {
  const open = operations.filter(({ security }) => security?.length === 0).map(({ operationId }) => operationId);
  expect(operations.filter(({ security }) => security === undefined)).toEqual([]);
  expect(open.sort()).toEqual(
    [
      'exitHeartbeat',
      'exportImprovements',
      'exportUptimePeriods',
      'failHeartbeat',
      'getIncident',
      'getOpenApi',
      'getPostmortem',
      'getUptime',
      'listEvents',
      'listImprovements',
      'listIncidents',
      'listIntervals',
      'listPostmortems',
      'listUnconfirmed',
      'listUptimePeriods',
      'pingHeartbeat',
      'logHeartbeat',
      'startHeartbeat',
    ].sort(),
  );
});

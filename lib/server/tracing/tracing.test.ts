import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { watchers } from '@/lib/atlas/watch'
import { sql } from '../database'
import { httpConsole, listening } from '../testing/http-console'
import { startForwarded } from '../testing/start'
import { isSamplerKnown, protocolIn, samplingIn, tracesConfigured } from './configured'
import { reported } from './reported'
import { startTracing, stopTracing } from './start'

const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  attributes: z.array(z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) })),
})
const sent = z.object({
  resourceSpans: z.array(
    z.object({ resource: z.unknown(), scopeSpans: z.array(z.object({ spans: z.array(span) })) }),
  ),
})

const bodies: string[] = []
const receiver = await listening(async (request, response) => {
  let text = ''
  for await (const part of request) text += part
  if (request.url === '/v1/traces' && request.headers['content-type'] === 'application/json')
    bodies.push(text)
  response.end('{}')
})
const { world, between } = await startForwarded()
Object.assign(process.env, {
  OTEL_EXPORTER_OTLP_ENDPOINT: receiver,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  OTEL_SERVICE_NAME: 'console-under-test',
})
await startTracing()
for (const name of ['ENDPOINT', 'PROTOCOL']) delete process.env[`OTEL_EXPORTER_OTLP_${name}`]
delete process.env.OTEL_SERVICE_NAME
const { ask } = await httpConsole('operator')

test('one trace has the request, its operation, the call to Atlas and the queries, with ids but no inputs', async () => {
  const { groupId } = await world.project({ clusters: [{ name: 'hidden-name' }] })
  const traceId = 'a'.repeat(32)
  between.spoil(() => ({ headers: { 'x-request-id': 'of-atlas' } }))
  const answer = await ask(
    'clusters.get',
    { groupId, clusterName: 'hidden-name' },
    { traceparent: `00-${traceId}-${'b'.repeat(16)}-01` },
  )
  const { requestId } = z.object({ requestId: z.string() }).parse(await answer.json())
  await expect(sql()`select no_such_column`).rejects.toThrow('no_such_column')
  await stopTracing().stop()
  const spans = bodies
    .flatMap((text) => sent.parse(JSON.parse(text)).resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans.flatMap((one) => one.spans))
    .filter((one) => one.traceId === traceId)
  const named = (name: string) => spans.find((one) => one.name === name)
  const of = (name: string) =>
    Object.fromEntries(
      named(name)?.attributes.map(({ key, value }) => [key, Object.values(value)[0]]) ?? [],
    )
  const request = named('POST operation')
  const operation = named('clusters.get')
  const call = named('Atlas getGroupCluster')
  expect(request?.parentSpanId).toBe('b'.repeat(16))
  expect(operation?.parentSpanId).toBe(request?.spanId)
  expect(call?.parentSpanId).toBe(operation?.spanId)
  expect(spans.filter(({ name }) => name === 'db select').length).toBeGreaterThan(0)
  expect(of('clusters.get')).toMatchObject({
    'gatehouse.request_id': requestId,
    'gatehouse.outcome': 'ok',
  })
  expect(of('Atlas getGroupCluster')).toMatchObject({
    'atlas.outcome': '200',
    'atlas.request_id': 'of-atlas',
    'gatehouse.request_id': requestId,
  })
  const all = bodies.join('\n')
  expect(all).toContain('console-under-test')
  expect(all, 'a query outside of a request').not.toContain('no_such_column')
  for (const hidden of [groupId, 'hidden-name', 'Omar', world.atlas.credentials.clientSecret])
    expect(all).not.toContain(hidden)
})

test('a collector that is down is logged once, and once when it is back', () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const refused = { code: 1, error: Object.assign(new Error(''), { code: 'ECONNREFUSED' }) }
  const results = [{ code: 0 }, refused, refused, refused, { code: 0 }, { code: 0 }, refused]
  const told: unknown[] = []
  const exporter = reported({
    export: (_, done) => done(results.shift() ?? { code: 0 }),
    shutdown: async () => {},
  })
  for (const _ of [...results]) exporter.export([], (result) => told.push(result.code))
  const lines = write.mock.calls.map(([line]) => String(line)).filter((line) => /races/.test(line))
  write.mockRestore()
  expect(told, 'the processor learns every result').toEqual([0, 1, 1, 1, 0, 0, 1])
  expect(lines).toEqual(
    [/ECONNREFUSED/, /again/, /ECONNREFUSED/].map((one) => expect.stringMatching(one)),
  )
})

test('nothing measures or loads until an endpoint is set', async () => {
  const before = watchers().length
  await startTracing()
  expect(watchers()).toHaveLength(before)
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver }
  expect(tracesConfigured({})).toBe(false)
  expect(tracesConfigured(endpoint)).toBe(true)
  expect(tracesConfigured({ ...endpoint, OTEL_SDK_DISABLED: 'true' })).toBe(false)
  expect(tracesConfigured({ ...endpoint, OTEL_TRACES_EXPORTER: 'none' })).toBe(false)
  expect(protocolIn({})).toBe('http/protobuf')
  expect(protocolIn({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' })).toBeUndefined()
  expect(
    samplingIn({ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' }),
  ).toEqual({ followsParent: false, share: 0.1 })
  expect(isSamplerKnown({ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio' })).toBe(true)
  const remote = { OTEL_TRACES_SAMPLER: 'parentbased_jaeger_remote' }
  expect(isSamplerKnown(remote)).toBe(false)
  expect(samplingIn(remote)).toEqual({ followsParent: true, share: 1 })
})

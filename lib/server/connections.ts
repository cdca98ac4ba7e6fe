import { type ReadCache, readCache } from '@/lib/atlas/cache'
import type { AtlasAnswer } from '@/lib/atlas/call'
import { type Connection, connect } from '@/lib/atlas/connection'
import { perProcess } from '@/lib/atlas/per-process'
import { configuration } from './configuration'

const shared = perProcess('gatehouseAtlas', () => ({
  connections: configuration().connections.map((settings) => connect(settings)),
  cache: readCache<AtlasAnswer>({ most: 2_000 }),
}))

/** Every configured connection. Opens no sockets. */
export const connections = (): readonly Connection[] => shared().connections

/** The cache that people share. Callers check permissions first. */
export const answers = (): ReadCache<AtlasAnswer> => shared().cache

/** Revokes the tokens and closes the sockets. */
export const closeConnections = async (): Promise<void> => {
  await Promise.all(shared().connections.map((c) => c.close()))
}

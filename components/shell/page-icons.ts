import { Database, type LucideIcon, ShieldCheck, Table2 } from 'lucide-react'

const icons: Record<string, LucideIcon> = { Clusters: Database, 'Access list': ShieldCheck }

/** The picture of a project's page; a plain one until it has its own here. */
export const iconOf = (label: string): LucideIcon => icons[label] ?? Table2

/** Where a search index is. */
export type IndexPlace = { groupId: string; clusterName: string; indexId: string }

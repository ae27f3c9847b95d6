const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True for "type--uuid" with the given type. */
export const isOfType = (id: string, type: string) =>
  id.startsWith(`${type}--`) && uuid.test(id.slice(type.length + 2));

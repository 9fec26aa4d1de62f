/**
 * The properties of configuration items by type of resource, as AWS Config records them.
 *
 * The facts are a file of their own, `schemas/config-properties.json`, which a door reads when a policy or a query needs
 * them (`Lookups.properties`). Levels of lists are left out of the paths. A type that is not there is not known.
 */

/** A property: the name of its type, or the properties inside it. */
export type Property = string | { readonly [name: string]: Property };

export type Properties = Readonly<Record<string, Property>>;

export interface PropertyCatalogue {
  /** What every item has, whatever its type. */
  base: Properties;
  types: Readonly<Record<string, Properties>>;
}

/** The properties of an item of a type; undefined for a type that is not known. */
export function propertiesOf(catalogue: PropertyCatalogue | undefined, type: string): Properties | undefined {
  if (catalogue === undefined || !Object.hasOwn(catalogue.types, type)) return undefined;
  return { ...catalogue.base, ...catalogue.types[type] };
}

/** A property by its name, in any of the spellings that Guard tries: `bucketName`, `BucketName`, `bucket_name`. */
export function propertyNamed(of: Properties, name: string): Property | undefined {
  if (Object.hasOwn(of, name)) return of[name];
  const folded = fold(name);
  const found = Object.keys(of).find((each) => fold(each) === folded);
  return found === undefined ? undefined : of[found];
}

function fold(name: string): string {
  return name.replace(/[-_ ]/g, '').toLowerCase();
}

const typeWords: Readonly<Record<string, string>> = {
  s: 'text',
  i: 'whole number',
  f: 'number',
  b: 'true or false',
  d: 'date',
  c: 'CIDR block',
  p: 'IP address',
};

/** What a property holds, in words. */
export function propertyDetail(property: Property): string {
  return typeof property === 'string' ? (typeWords[property] ?? 'value') : 'properties';
}

'use strict';
// Says what a CloudFormation template has that AWS's description of its resources does not: types, properties and attributes by name, properties that are
// missing, values of another shape. Which values are allowed it does not know, nor what belongs to a transform (AWS::Serverless::…): cfn-lint does.
const { readFileSync } = require('node:fs');
const { loadAwsServiceSpecSync } = require('@aws-cdk/aws-service-spec');

const template = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const spec = loadAwsServiceSpecSync();
const faults = [];

for (const [name, resource] of Object.entries(template.Resources)) {
  if (resource.Type.startsWith('AWS::Serverless::')) continue;
  const described = descriptionOf(resource.Type);
  if (described) checkMembers(resource.Properties ?? {}, described.properties, name);
  else faults.push(`${name}: no type ${resource.Type}`);
}
checkReferences(template, 'template');
for (const fault of faults) console.error(fault);
process.exit(faults.length === 0 ? 0 : 1);

function descriptionOf(type) {
  return spec.lookup('resource', 'cloudFormationType', 'equals', type)[0];
}

function checkMembers(value, properties, path) {
  for (const [name, member] of Object.entries(value)) {
    if (properties[name]) checkValue(member, typesOf(properties[name]), `${path}.${name}`);
    else faults.push(`${path}: no property ${name}`);
  }
  for (const [name, property] of Object.entries(properties)) {
    if (property.required && !(name in value)) faults.push(`${path}: ${name} is missing`);
  }
}

/** A property's type, and those that it had before: templates may use either. */
function typesOf(property) {
  return [property.type, ...(property.previousTypes ?? [])];
}

function checkValue(value, types, path) {
  if (isFunction(value)) {
    if (value['Fn::If']) value['Fn::If'].slice(1).forEach(side => checkValue(side, types, path));
    return;
  }
  const allowed = types.flatMap(each => (each.type === 'union' ? each.types : [each]));
  const type = allowed.find(each => fits(value, each));
  if (!type) faults.push(`${path}: ${JSON.stringify(value)} is no ${allowed.map(each => each.type).join(' or ')}`);
  else if (type.type === 'ref') checkMembers(value, spec.get('typeDefinition', type.reference.$ref).properties, path);
  else if (type.type === 'array') value.forEach((item, i) => checkValue(item, [type.element], `${path}[${i}]`));
  else if (type.type === 'map') Object.entries(value).forEach(([key, item]) => checkValue(item, [type.element], `${path}.${key}`));
}

function fits(value, { type }) {
  switch (type) {
    case 'ref': case 'map': return typeof value === 'object' && !Array.isArray(value);
    case 'array': return Array.isArray(value);
    case 'boolean': return typeof value === 'boolean';
    case 'integer': return Number.isInteger(value);
    case 'number': return typeof value === 'number';
    case 'string': case 'date-time': return typeof value === 'string';
    default: return true; // Any JSON.
  }
}

function isFunction(value) {
  const [name, ...others] = value && typeof value === 'object' && !Array.isArray(value) ? Object.keys(value) : [];
  return others.length === 0 && (name === 'Ref' || (name?.startsWith('Fn::') ?? false));
}

function checkReferences(node, path) {
  if (!node || typeof node !== 'object') return;
  for (const [name, value] of Object.entries(node)) {
    if (name === 'Fn::GetAtt') checkAttribute(value[0], value[1], path);
    if (name === 'Fn::Sub') [...value.matchAll(/\$\{(\w+)\.([\w.]+)\}/g)].forEach(([, resource, attribute]) => checkAttribute(resource, attribute, path));
    checkReferences(value, `${path}.${name}`);
  }
}

function checkAttribute(resource, attribute, path) {
  const type = template.Resources[resource]?.Type ?? '';
  if (!type.startsWith('AWS::Serverless::') && !descriptionOf(type)?.attributes[attribute]) faults.push(`${path}: ${resource} has no attribute ${attribute}`);
}

/**
 * @generated SignedSource<<a85e940c094852d1e4f7dbe2b47ae2c3>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ReaderFragment } from 'relay-runtime';
import type { FragmentRefs } from "relay-runtime";
export type CompanyName_company$data = {
  readonly id: string;
  readonly name: string;
  readonly " $fragmentType": "CompanyName_company";
};
export type CompanyName_company$key = {
  readonly " $data"?: CompanyName_company$data;
  readonly " $fragmentSpreads": FragmentRefs<"CompanyName_company">;
};

import CompanyNameRefetchQuery_graphql from './CompanyNameRefetchQuery.graphql';

const node: ReaderFragment = {
  "argumentDefinitions": [
    {
      "defaultValue": "en",
      "kind": "LocalArgument",
      "name": "language"
    }
  ],
  "kind": "Fragment",
  "metadata": {
    "refetch": {
      "connection": null,
      "fragmentPathInResult": [
        "node"
      ],
      "operation": CompanyNameRefetchQuery_graphql,
      "identifierInfo": {
        "identifierField": "id",
        "identifierQueryVariableName": "id"
      }
    }
  },
  "name": "CompanyName_company",
  "selections": [
    {
      "alias": null,
      "args": [
        {
          "kind": "Variable",
          "name": "language",
          "variableName": "language"
        }
      ],
      "kind": "ScalarField",
      "name": "name",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "id",
      "storageKey": null
    }
  ],
  "type": "Company",
  "abstractKey": null
};

(node as any).hash = "a48f9aa395c3c85ec18f91b1207036ab";

export default node;

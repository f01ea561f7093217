/**
 * @generated SignedSource<<10dc32c0a021900cc97d1d73ecee5221>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ReaderFragment } from 'relay-runtime';
export type TickerOrigin = "COMPANY" | "STOCK_BLOCK" | "STOCK_LINK" | "TEXT" | "%future added value";
import type { FragmentRefs } from "relay-runtime";
export type TickerList_article$data = {
  readonly id: string;
  readonly tickers: {
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string;
        readonly mic: string;
        readonly symbol: string;
      };
      readonly origin: TickerOrigin;
    }>;
  };
  readonly " $fragmentType": "TickerList_article";
};
export type TickerList_article$key = {
  readonly " $data"?: TickerList_article$data;
  readonly " $fragmentSpreads": FragmentRefs<"TickerList_article">;
};

import TickerListPaginationQuery_graphql from './TickerListPaginationQuery.graphql';

const node: ReaderFragment = (function(){
var v0 = [
  "tickers"
],
v1 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "id",
  "storageKey": null
};
return {
  "argumentDefinitions": [
    {
      "defaultValue": null,
      "kind": "LocalArgument",
      "name": "before"
    },
    {
      "defaultValue": 1,
      "kind": "LocalArgument",
      "name": "last"
    }
  ],
  "kind": "Fragment",
  "metadata": {
    "connection": [
      {
        "count": "last",
        "cursor": "before",
        "direction": "backward",
        "path": (v0/*:: as any*/)
      }
    ],
    "refetch": {
      "connection": {
        "forward": null,
        "backward": {
          "count": "last",
          "cursor": "before"
        },
        "path": (v0/*:: as any*/)
      },
      "fragmentPathInResult": [
        "node"
      ],
      "operation": TickerListPaginationQuery_graphql,
      "identifierInfo": {
        "identifierField": "id",
        "identifierQueryVariableName": "id"
      }
    }
  },
  "name": "TickerList_article",
  "selections": [
    {
      "alias": "tickers",
      "args": null,
      "concreteType": "ArticleTickerConnection",
      "kind": "LinkedField",
      "name": "__TickerList_tickers_connection",
      "plural": false,
      "selections": [
        {
          "alias": null,
          "args": null,
          "concreteType": "ArticleTickerEdge",
          "kind": "LinkedField",
          "name": "edges",
          "plural": true,
          "selections": [
            {
              "alias": null,
              "args": null,
              "kind": "ScalarField",
              "name": "origin",
              "storageKey": null
            },
            {
              "alias": null,
              "args": null,
              "concreteType": "Ticker",
              "kind": "LinkedField",
              "name": "node",
              "plural": false,
              "selections": [
                (v1/*:: as any*/),
                {
                  "alias": null,
                  "args": null,
                  "kind": "ScalarField",
                  "name": "mic",
                  "storageKey": null
                },
                {
                  "alias": null,
                  "args": null,
                  "kind": "ScalarField",
                  "name": "symbol",
                  "storageKey": null
                },
                {
                  "alias": null,
                  "args": null,
                  "kind": "ScalarField",
                  "name": "__typename",
                  "storageKey": null
                }
              ],
              "storageKey": null
            },
            {
              "alias": null,
              "args": null,
              "kind": "ScalarField",
              "name": "cursor",
              "storageKey": null
            }
          ],
          "storageKey": null
        },
        {
          "alias": null,
          "args": null,
          "concreteType": "PageInfo",
          "kind": "LinkedField",
          "name": "pageInfo",
          "plural": false,
          "selections": [
            {
              "alias": null,
              "args": null,
              "kind": "ScalarField",
              "name": "hasPreviousPage",
              "storageKey": null
            },
            {
              "alias": null,
              "args": null,
              "kind": "ScalarField",
              "name": "startCursor",
              "storageKey": null
            }
          ],
          "storageKey": null
        }
      ],
      "storageKey": null
    },
    (v1/*:: as any*/)
  ],
  "type": "Article",
  "abstractKey": null
};
})();

(node as any).hash = "d53fe02e0314f718e24e1133657fff00";

export default node;

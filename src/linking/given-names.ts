/**
 * Given names in front of surnames that are also companies (Michael Dell, Henry Ford, Walt Disney). The commonest of
 * the United States census and of Europe, and those of founders whose companies bear their names. Names that are also
 * words (Will, Mark, May, Grace) or end a city (San Diego, St. Louis, Santa Clara) in front of companies are left out.
 */
export const GIVEN_NAMES: ReadonlySet<string> = new Set(
  `Aaron Adam Akio Alain Alan Albert Alessandro Alex Alexander Alexandra Alexey Alfred Alice Amanda Amy Anders Andrea
  Andreas Andrei Andrew Angela Anita Ann Anna Anne Anthony Antoine Arnold Arthur Barry Benjamin Benoît Bernard
  Björn Bob Bobby Brian Bruce Carl Carol Caroline Catherine Cecil Charles Charlie Chris Christian Christina
  Christine Christophe Christopher Claire Claude Craig Cynthia Daniel Danny David Deborah Dennis Diana Diane
  Didier Dieter Dmitry Dominique Donald Donna Dorothy Douglas Edgar Edward Edwin Eleanor Elizabeth Emily Emma Enzo
  Eric Erik Ernest Ettore Eugene Evelyn Ferdinand Ferruccio Frances Francesco Francis Frank Franklin François Fred
  Frederick Fritz Gary George Gerald Gianni Giorgio Giovanni Gottlieb Greg Gregory Guillaume Gustav Günther Hannah
  Hans Harold Harry Heather Heinz Helen Henrik Henry Herbert Hermann Hiroshi Howard Hugh Ian Irene Isaac Isabella
  Ivan Jack Jackie Jacob Jacques James Jane Janet Jason Javier Jean Jeff Jeffrey Jennifer Jens Jeremy Jerry
  Jessica Jim Jimmy Joan Joanna Joe Johan Johann John Johnny Jonathan Joseph Joshua Judith Judy Julia Julian Julie
  Julien Justin Jürgen Karen Karl Katherine Kathleen Kathryn Keith Kelly Kenji Kenneth Kevin Kiichiro Klaus
  Konosuke Kurt Larry Lars Laura Lauren Laurent Lawrence Leonard Leslie Linda Lisa Louise Luca Lucas Luke Magnus
  Manuel Marc Marco Margaret Maria Marie Marilyn Mario Martha Martin Mary Masayoshi Mats Matt Matthew Matthias
  Maurice Melissa Michael Michel Michelle Miguel Mike Miuccia Nancy Natalie Nathan Nicholas Nicky Nicolas Nicole
  Nikola Nikolai Nils Norman Ole Oliver Olivier Oscar Otto Pablo Pamela Paolo Patricia Paul Patrick Paul Paula Peter Philip
  Philippe Pierre Rachel Ralf Ralph Raymond Rebecca Richard Rob Robert Roberto Roger Roland Rolf Ronald Roy Ruth
  Ryan Sam Samantha Samuel Sandra Sarah Satoshi Scott Sean Sergey Sharon Sheila Shirley Simon Soichiro Sophia
  Stefan Stefano Stella Stephanie Stephen Steve Steven Stuart Susan Sven Sébastien Tadao Takashi Terry Theodore
  Theresa Thomas Tim Timothy Tina Todd Tom Tommy Tony Torakusu Torsten Uwe Valentina Vera Victor Vincent Vivian
  Vladimir Walt Walter Wayne Wendy Werner Wilhelm William Wolfgang Yuri Yves Yvonne Zachary`.split(/\s+/),
);

/**
 * Founders and heirs whose companies bear their names, by surname: a post that names Michael Dell is about Dell the
 * company more often than not, one that names Anna Ford is not about Ford.
 */
export const FOUNDERS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  `Dell Michael|Ford Henry William Bill Edsel|Disney Walt Roy|Dyson James|Bosch Robert|Porsche Ferdinand Ferry
  Wolfgang|Honda Soichiro|Toyota Kiichiro Akio|Bloomberg Michael|Schwab Charles|Siemens Werner|Benz Karl Carl|Daimler
  Gottlieb|Ferrari Enzo|Lamborghini Ferruccio|Boeing William|Armani Giorgio|Versace Gianni Donatella|Chanel Coco
  Gabrielle|Dior Christian|Gucci Guccio|Prada Miuccia Mario|Lauren Ralph|Klein Calvin|Hilton Conrad|Marriott Willard
  Bill|Heinz Henry|Kellogg Will|Mars Forrest|Nestlé Henri|Pfizer Charles|Merck George|Lilly Eli|Adidas Adi|Suzuki
  Michio|Yamaha Torakusu|Philips Gerard Anton Frederik|Nobel Alfred|Goldman Marcus|Lehman Henry|Renault Louis|Peugeot
  Armand|Citroën André|Michelin André Édouard|Bugatti Ettore|Bentley Walter|Chrysler Walter|Otis Elisha|Deere John`
    .split('|')
    .map((line) => line.trim().split(/\s+/))
    .map(([surname = '', ...given]) => [surname, new Set(given)]),
);

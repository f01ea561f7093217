/**
 * Given names in front of surnames that are also companies (Michael Dell, Henry Ford, Walt Disney). The
 * commonest of the United States census, and those of founders whose companies bear their names. Names that are
 * also words in front of companies (Will, Mark, May, Grace, Bill) are left out.
 */
export const GIVEN_NAMES: ReadonlySet<string> = new Set(
  `Aaron Adam Akio Alain Alan Albert Alessandro Alex Alexander Alexandra Alexey Alfred Alice Amanda Amy Anders Andrea
  Andreas Andrei Andrew Angela Anita Ann Anna Anne Anthony Antoine Antonio Arnold Arthur Barbara Barry Benjamin
  Benoît Bernard Björn Bob Bobby Brian Bruce Carl Carlos Carol Caroline Catherine Cecil Charles Charlie Chris
  Christian Christina Christine Christophe Christopher Claire Clara Claude Craig Cynthia Daniel Danny David Deborah
  Dennis Diana Diane Didier Diego Dieter Dmitry Dominique Donald Donna Dorothy Douglas Edgar Edward Edwin Eleanor
  Elizabeth Emily Emma Enzo Eric Erik Ernest Ettore Eugene Evelyn Ferdinand Fernando Ferruccio Frances Francesco
  Francis Francisco Frank Franklin François Fred Frederick Fritz Gary George Gerald Gianni Giorgio Giovanni Gottlieb
  Greg Gregory Guillaume Gustav Günther Hannah Hans Harold Harry Heather Heinz Helen Henrik Henry Herbert Hermann
  Hiroshi Howard Hugh Ian Irene Isaac Isabella Ivan Jack Jackie Jacob Jacques James Jane Janet Jason Javier Jean
  Jeff Jeffrey Jennifer Jens Jeremy Jerry Jessica Jim Jimmy Joan Joanna Joe Johan Johann John Johnny Jonathan Jorge
  Jose Joseph Joshua Juan Judith Judy Julia Julian Julie Julien Justin Jürgen Karen Karl Katherine Kathleen Kathryn
  Keith Kelly Kenji Kenneth Kevin Kiichiro Kim Klaus Konosuke Kurt Larry Lars Laura Lauren Laurent Lawrence Leonard
  Leslie Linda Lisa Louis Louise Luca Lucas Luis Luke Magnus Manuel Marc Marco Margaret Maria Marie Marilyn Mario
  Martha Martin Mary Masayoshi Mats Matt Matthew Matthias Maurice Melissa Michael Michel Michelle Miguel Mike
  Miuccia Nancy Natalie Nathan Nicholas Nicky Nicolas Nicole Nikola Nikolai Nils Norman Ole Oliver Olivier Oscar
  Otto Pablo Pamela Paolo Paris Patricia Patrick Paul Paula Pedro Peter Philip Philippe Pierre Rachel Ralf Ralph
  Raymond Rebecca Richard Rob Robert Roberto Roger Roland Rolf Ronald Roy Ruth Ryan Sam Samantha Samuel Sandra Sarah
  Satoshi Scott Sean Sergey Sharon Sheila Shirley Simon Soichiro Sophia Stefan Stefano Stella Stephanie Stephen
  Steve Steven Stuart Susan Sven Sébastien Tadao Takashi Terry Theodore Theresa Thomas Tim Timothy Tina Todd Tom
  Tommy Tony Torakusu Torsten Uwe Valentina Vera Victor Victoria Vincent Virginia Vivian Vladimir Walt Walter Wayne
  Wendy Werner Wilhelm William Wolfgang Yuri Yves Yvonne Zachary`.split(/\s+/),
);

/**
 * English given names in front of surnames that are also companies (Michael Dell, Henry Ford, Walt Disney). The
 * commonest of the United States census, and those of founders whose companies bear their names. Names that are
 * also words in front of companies (Will, Mark, May, Grace, Bill) are left out.
 */
export const GIVEN_NAMES: ReadonlySet<string> = new Set(
  `Aaron Adam Alan Albert Alex Alexander Alexandra Alfred Alice Amanda Amy Andrea Andreas Andrew Angela Anita Ann Anna
  Anne Anthony Antonio Arnold Arthur Barbara Barry Benjamin Bernard Bob Bobby Brian Bruce Carl Carlos Carol Caroline
  Catherine Cecil Charles Charlie Chris Christian Christina Christine Christopher Clara Claire Claude Craig Cynthia
  Daniel Danny David Deborah Dennis Diana Diane Donald Donna Dorothy Douglas Edgar Edward Edwin Eleanor Elizabeth Emily
  Emma Enzo Eric Erik Ernest Ettore Eugene Evelyn Ferdinand Ferruccio Frances Francis Francisco Frank Franklin Fred
  Frederick Gary George Gerald Gianni Giorgio Giovanni Gottlieb Greg Gregory Hannah Hans Harold Harry Heather Helen
  Henry Herbert Hermann Howard Hugh Ian Irene Isaac Isabella Jack Jackie Jacob James Jane Janet Jason Jean Jeff Jeffrey
  Jennifer Jeremy Jerry Jessica Jim Jimmy Joan Joanna Joe Johann John Johnny Jonathan Jorge Jose Joseph Joshua Juan
  Judith Judy Julia Julian Julie Justin Karen Karl Katherine Kathleen Kathryn Keith Kelly Kenneth Kevin Kiichiro Kim
  Konosuke Larry Laura Lauren Lawrence Leonard Leslie Linda Lisa Louis Louise Lucas Luke Manuel Margaret Maria Marie
  Marilyn Mario Martha Martin Mary Matt Matthew Maurice Melissa Michael Michelle Miguel Mike Miuccia Nancy Natalie
  Nathan Nicholas Nicole Nicky Nikola Norman Oliver Oscar Pamela Paris Patricia Patrick Paul Paula Peter Philip Rachel
  Ralph Raymond Rebecca Richard Rob Robert Roger Roland Ronald Roy Ruth Ryan Sam Samantha Samuel Sandra Sarah Scott Sean
  Sharon Sheila Shirley Simon Soichiro Sophia Stefan Stella Stephanie Stephen Steve Steven Stuart Susan Tadao Terry
  Theodore Theresa Thomas Tim Timothy Tina Todd Tom Tommy Tony Torakusu Valentina Vera Victor Victoria Vincent Virginia
  Vivian Walt Walter Wayne Wendy Werner Wilhelm William Yvonne Zachary`.split(/\s+/),
);

//! Pairs into groups: who may be one person with whom, all together.

use super::search::Pair;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A pair in its group.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Listed {
    /// The pair.
    pub pair: Pair,
    /// Its group, from 1.
    pub group: u32,
    /// Whether joining the two would make one person of two with different valid 個人番号, or of two that somebody has decided
    /// are different: the pair is told, and its groups stay apart.
    pub conflict: bool,
    /// Whether anybody in the group is under 支援措置: nothing of it is shown but the rows.
    pub protected: bool,
}

/// All groups.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Groups {
    /// By group, then the likeliest first.
    pub pairs: Vec<Listed>,
    /// How many groups.
    pub groups: u32,
}

/// A row or, where it has a number, everybody of that number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Node {
    Number(u64),
    Row(u32),
}

#[derive(Default)]
struct Forest {
    nodes: HashMap<Node, usize>,
    parents: Vec<usize>,
    individual: Vec<u64>,
    protected: Vec<bool>,
    /// Numbers decided to be others than those of the tree.
    others: Vec<HashSet<usize>>,
}

impl Forest {
    fn node(&mut self, node: Node) -> usize {
        let next = self.parents.len();
        let index = *self.nodes.entry(node).or_insert(next);
        if index == next {
            self.parents.push(next);
            self.individual.push(0);
            self.protected.push(false);
            self.others.push(HashSet::new());
        }
        index
    }

    fn root(&mut self, mut node: usize) -> usize {
        while self.parents[node] != node {
            self.parents[node] = self.parents[self.parents[node]];
            node = self.parents[node];
        }
        node
    }

    /// Joins the trees of two nodes, unless two 個人番号 or a decision stand against it.
    fn join(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return true;
        }
        let (x, y) = (self.individual[a], self.individual[b]);
        if x != 0 && y != 0 && x != y {
            return false;
        }
        let (few, many) = if self.others[a].len() <= self.others[b].len() { (a, b) } else { (b, a) };
        let against: Vec<usize> = self.others[few].iter().copied().collect();
        if against.iter().any(|other| self.root(*other) == many) {
            return false;
        }
        self.others[many].extend(against);
        self.parents[few] = many;
        self.individual[many] = x.max(y);
        self.protected[many] |= self.protected[few];
        true
    }
}

/// Puts pairs into groups, the likeliest first. A pair of numbers that a likelier pair stands for already is left out.
/// `different` holds pairs of numbers that are decided to be two persons.
pub fn group(mut pairs: Vec<Pair>, different: &HashSet<(u64, u64)>) -> Groups {
    pairs.sort_by_key(|pair| (-pair.score.bits, pair.a, pair.b));
    let mut known = HashSet::new();
    pairs.retain(|pair| {
        let [a, b] = pair.numbers;
        a == 0 || b == 0 || known.insert((a.min(b), a.max(b)))
    });
    let mut forest = Forest::default();
    let ends = |pair: &Pair, side: usize| match pair.numbers[side] {
        0 => Node::Row([pair.a, pair.b][side]),
        number => Node::Number(number),
    };
    for pair in &pairs {
        for side in 0..2 {
            let node = forest.node(ends(pair, side));
            forest.protected[node] |= pair.protected[side];
            if pair.individuals[side] != 0 {
                forest.individual[node] = forest.individual[node].max(pair.individuals[side]);
            }
        }
    }
    for (a, b) in different {
        let (a, b) = (forest.node(Node::Number(*a)), forest.node(Node::Number(*b)));
        forest.others[a].insert(b);
        forest.others[b].insert(a);
    }
    let joined: Vec<bool> = pairs
        .iter()
        .map(|pair| {
            let (a, b) = (forest.node(ends(pair, 0)), forest.node(ends(pair, 1)));
            forest.join(a, b)
        })
        .collect();
    let mut numbers: BTreeMap<usize, u32> = BTreeMap::new();
    let mut listed: Vec<Listed> = Vec::with_capacity(pairs.len());
    for (pair, joined) in pairs.into_iter().zip(joined) {
        let (a, b) = (forest.node(ends(&pair, 0)), forest.node(ends(&pair, 1)));
        let (a, b) = (forest.root(a), forest.root(b));
        let next = numbers.len() as u32 + 1;
        let group = *numbers.entry(a).or_insert(next);
        let protected = forest.protected[a] || forest.protected[b];
        listed.push(Listed { pair, group, conflict: !joined, protected });
    }
    listed.sort_by_key(|one| (one.group, -one.pair.score.bits, one.pair.a, one.pair.b));
    Groups { pairs: listed, groups: numbers.len() as u32 }
}

#[cfg(test)]
mod tests {
    use super::super::reason::Reasons;
    use super::super::score::Score;
    use super::*;

    fn pair(a: u32, b: u32, bits: i32, individuals: [u64; 2]) -> Pair {
        Pair {
            a,
            b,
            score: Score { bits, reasons: Reasons::default() },
            numbers: [u64::from(a) + 100, u64::from(b) + 100],
            individuals,
            protected: [false; 2],
        }
    }

    #[test]
    fn a_group_never_joins_two_individual_numbers() {
        let pairs = vec![pair(1, 2, 90, [7, 0]), pair(2, 3, 80, [0, 8]), pair(5, 6, 70, [0, 0])];
        let groups = group(pairs, &HashSet::new());
        let told: Vec<_> = groups.pairs.iter().map(|one| (one.pair.a, one.group, one.conflict)).collect();
        assert_eq!(told, [(1, 1, false), (2, 1, true), (5, 2, false)]);
    }

    #[test]
    fn what_is_decided_to_be_different_stays_apart_through_others_too() {
        let pairs = vec![pair(1, 2, 90, [0; 2]), pair(2, 3, 80, [0; 2])];
        let groups = group(pairs, &HashSet::from([(101, 103)]));
        assert!(groups.pairs[1].conflict && !groups.pairs[0].conflict);
    }

    #[test]
    fn one_protected_person_hides_the_whole_group_and_one_pair_stands_for_two_numbers() {
        let mut hidden = pair(2, 3, 80, [0; 2]);
        hidden.protected[1] = true;
        let again = Pair { a: 9, b: 10, numbers: [102, 101], ..pair(1, 2, 50, [0; 2]) };
        let groups =
            group(vec![again, pair(1, 2, 90, [0; 2]), hidden, pair(5, 6, 60, [0; 2])], &HashSet::new());
        let told: Vec<_> = groups.pairs.iter().map(|one| (one.pair.a, one.protected)).collect();
        assert_eq!(told, [(1, true), (2, true), (5, false)]);
    }
}

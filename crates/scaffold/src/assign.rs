//! The best assignment as a whole (the Hungarian method): no pair takes what another needs more.

/// For each row the column it gets, so that the weights sum to the most; a weight of 0 is no pair.
///
/// Every row of `weights` has the same length. Ties are settled by position: the same weights give the same answer.
pub(crate) fn assign(weights: &[Vec<i64>]) -> Vec<Option<usize>> {
    let rows = weights.len();
    let real = weights.first().map_or(0, Vec::len);
    // Beside the real columns one for each row that gets none.
    let columns = real + rows;
    let cost = |row: usize, column: usize| -weights[row - 1].get(column - 1).copied().unwrap_or(0);
    let (mut of_rows, mut of_columns) = (vec![0_i64; rows + 1], vec![0_i64; columns + 1]);
    let mut taken = vec![0_usize; columns + 1];
    for row in 1..=rows {
        taken[0] = row;
        let mut at = 0;
        let mut least = vec![i64::MAX; columns + 1];
        let mut way = vec![0_usize; columns + 1];
        let mut used = vec![false; columns + 1];
        while taken[at] != 0 {
            used[at] = true;
            let (mut delta, mut next) = (i64::MAX, 0);
            for column in 1..=columns {
                if used[column] {
                    continue;
                }
                let reduced = cost(taken[at], column) - of_rows[taken[at]] - of_columns[column];
                if reduced < least[column] {
                    (least[column], way[column]) = (reduced, at);
                }
                if least[column] < delta {
                    (delta, next) = (least[column], column);
                }
            }
            for column in 0..=columns {
                if used[column] {
                    of_rows[taken[column]] += delta;
                    of_columns[column] -= delta;
                } else if least[column] != i64::MAX {
                    least[column] -= delta;
                }
            }
            at = next;
        }
        while at != 0 {
            taken[at] = taken[way[at]];
            at = way[at];
        }
    }
    let mut found = vec![None; rows];
    for column in 1..=real {
        let row = taken[column];
        if row > 0 && weights[row - 1][column - 1] > 0 {
            found[row - 1] = Some(column - 1);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sum(weights: &[Vec<i64>], found: &[Option<usize>]) -> i64 {
        found.iter().enumerate().filter_map(|(row, column)| Some(weights[row][(*column)?])).sum()
    }

    fn best(weights: &[Vec<i64>], row: usize, used: &mut Vec<bool>) -> i64 {
        if row == weights.len() {
            return 0;
        }
        let mut most = best(weights, row + 1, used);
        for column in 0..used.len() {
            if !used[column] {
                used[column] = true;
                most = most.max(weights[row][column] + best(weights, row + 1, used));
                used[column] = false;
            }
        }
        most
    }

    #[test]
    fn a_row_gives_way_where_the_whole_gains() {
        assert_eq!(assign(&[vec![90, 80], vec![85, 0]]), [Some(1), Some(0)]);
        assert_eq!(assign(&[vec![5], vec![9], vec![0]]), [None, Some(0), None]);
        assert_eq!(assign(&[vec![], vec![]]), [None, None]);
        assert_eq!(assign(&[]), []);
    }

    proptest! {
        #[test]
        fn no_other_assignment_is_better(weights in (0..5_usize, 0..5_usize).prop_flat_map(|(rows, columns)| {
            proptest::collection::vec(proptest::collection::vec(0..100_i64, columns), rows)
        })) {
            let found = assign(&weights);
            let mut used = vec![false; weights.first().map_or(0, Vec::len)];
            let mut columns: Vec<usize> = found.iter().flatten().copied().collect();
            columns.sort_unstable();
            let all = columns.len();
            columns.dedup();
            prop_assert_eq!(columns.len(), all);
            prop_assert_eq!(sum(&weights, &found), best(&weights, 0, &mut used));
        }
    }
}

//! The names nearest to one that nobody knows: what was probably meant by a slip of the finger.

/// The three names most like `name`, best first, if any is like it.
pub fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    /// How much of two names must be shared; AWS asks for 0.8, which misses two swapped letters in short names.
    const LIKENESS_MIN: f64 = 0.65;
    let mut found: Vec<(f64, &str)> = names
        .into_iter()
        .map(|other| (likeness(name, other), other))
        .filter(|(like, _)| *like >= LIKENESS_MIN)
        .collect();
    found.sort_by(|(a, x), (b, y)| b.total_cmp(a).then(x.cmp(y)));
    found.into_iter().take(3).map(|(_, name)| name).collect()
}

/// The share of two names that they have in common, 0 to 1: Ratcliff and Obershelp's measure.
fn likeness(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.is_empty() && b.is_empty() { 1.0 } else { 2.0 * shared(&a, &b) as f64 / (a.len() + b.len()) as f64 }
}

/// The characters of the longest common run, and of what is shared on either side of it.
fn shared(a: &[char], b: &[char]) -> usize {
    let mut longest = (0, 0, 0);
    let mut ends = vec![0; b.len() + 1];
    for (i, left) in a.iter().enumerate() {
        // Backwards, so that each place still holds the run of the row above.
        for (j, right) in b.iter().enumerate().rev() {
            ends[j + 1] = if left == right { ends[j] + 1 } else { 0 };
            if ends[j + 1] > longest.0 {
                longest = (ends[j + 1], i + 1, j + 1);
            }
        }
    }
    let (length, a_end, b_end) = longest;
    if length == 0 {
        return 0;
    }
    length + shared(&a[..a_end - length], &b[..b_end - length]) + shared(&a[a_end..], &b[b_end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_finger_find_their_name() {
        let names = ["put-record", "put-records", "list-shards", "list-streams", "describe-stream"];
        assert_eq!(nearest("put-recrod", names), ["put-record", "put-records"]);
        assert_eq!(nearest("list-shard", names)[0], "list-shards");
        assert_eq!(nearest("asw", ["aws", "clear"]), ["aws"]);
        assert!(nearest("frobnicate", names).is_empty());
    }
}

//! Guesses which column is the key, the weight and the size, from their names and a few cells.

use super::whole_number;
use crate::scenario::sample::ColumnChoice;

/// Words of a key column's name, the likeliest first.
const KEY_WORDS: [&str; 22] = [
    "partitionkey",
    "key",
    "userid",
    "deviceid",
    "customerid",
    "user",
    "device",
    "customer",
    "client",
    "account",
    "tenant",
    "session",
    "sensor",
    "vehicle",
    "player",
    "origin",
    "source",
    "host",
    "ip",
    "topic",
    "id",
    "name",
];
/// Words of a weight column's name, the likeliest first.
const WEIGHT_WORDS: [&str; 9] = ["count", "weight", "records", "cnt", "n", "num", "freq", "frequency", "hits"];
/// Words of a size column's name, the likeliest first.
const SIZE_WORDS: [&str; 6] = ["bytes", "size", "length", "sizebytes", "len", "payload"];

/// The columns that `rows` look as if they meant; the first column is the key when no name speaks for another.
pub(super) fn suggest(columns: &[String], rows: &[Vec<String>]) -> ColumnChoice {
    let key = find(columns, &KEY_WORDS, |_| true).unwrap_or(0);
    let is_number = |index: usize| {
        let mut cells = rows.iter().filter_map(|row| row.get(index)).filter(|cell| !cell.is_empty());
        index != key && !rows.is_empty() && cells.all(|cell| whole_number(cell.as_bytes()).is_some())
    };
    let weight = find(columns, &WEIGHT_WORDS, is_number);
    let size = find(columns, &SIZE_WORDS, |index| Some(index) != weight && is_number(index));
    let name = |index: usize| columns[index].clone();
    ColumnChoice { key: columns.get(key).cloned().unwrap_or_default(), weight: weight.map(name), size: size.map(name) }
}

/// The allowed column whose whole name is one of `words`, or else that has one of them among the words of its name.
fn find(columns: &[String], words: &[&str], is_allowed: impl Fn(usize) -> bool) -> Option<usize> {
    let names: Vec<Vec<String>> = columns.iter().map(|column| name_words(column)).collect();
    let search = |matches: &dyn Fn(&[String], &str) -> bool| {
        let column = |word: &&str| (0..names.len()).find(|index| matches(&names[*index], word) && is_allowed(*index));
        words.iter().find_map(column)
    };
    search(&|name, word| name.concat() == word).or_else(|| search(&|name, word| name.iter().any(|part| part == word)))
}

/// The words of a name in lower case: `deviceId`, `device_id` and `Device ID` all are `device`, `id`.
fn name_words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_lower = false;
    for character in name.chars() {
        if !character.is_alphanumeric() || (character.is_uppercase() && after_lower) {
            words.push(String::new());
        }
        if character.is_alphanumeric() {
            words.last_mut().expect("there is a first word").extend(character.to_lowercase());
        }
        after_lower = character.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(columns: &str, row: &str, expected: [&str; 3]) {
        let split = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
        let choice = suggest(&split(columns), &[split(row)]);
        let found = [Some(choice.key), choice.weight, choice.size].map(Option::unwrap_or_default);
        assert_eq!(found, expected, "{columns}");
    }

    #[test]
    fn columns_are_guessed_from_names_and_cells() {
        check("origin,destination,count", "ABE,ATL,853", ["origin", "count", ""]);
        check("date,delay,distance,origin,destination", "x,1,2,LAX,BNA", ["origin", "", ""]);
        check("time,deviceId,payload_bytes", "1,d,99", ["deviceId", "", "payload_bytes"]);
        check("Partition Key,n,size", "k,3.0,10", ["Partition Key", "n", "size"]);
        check("colour,size,count", "red,XL,many", ["colour", "", ""]);
        check("user.id,user.name", "1,Kim", ["user.id", "", ""]);
        check("monkey,zebra", "1,2", ["monkey", "", ""]);
    }
}

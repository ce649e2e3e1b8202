//! Drawing from a fixed distribution with one look-up: the alias method (Walker 1977, Vose 1991).
//!
//! Chances are exact to a 2^32nd, because one 32-bit draw chooses both the column and its side.

/// A distribution over `0..len`, with a payload beside each item.
#[derive(Clone, Debug)]
pub struct AliasTable<T> {
    columns: Box<[Column<T>]>,
}

/// A column of equal chance, shared by its own item below the threshold and another above.
#[derive(Clone, Copy, Debug)]
struct Column<T> {
    threshold: u32,
    alias: u32,
    own_payload: T,
    alias_payload: T,
}

impl<T: Copy> AliasTable<T> {
    /// The distribution in which item `i` is as likely as `weights[i]` among their sum, and carries `payloads[i]`.
    ///
    /// # Panics
    /// When there is no item, or 2^32 or more.
    pub fn new(weights: &[f64], payloads: &[T]) -> Self {
        assert!(!weights.is_empty() && weights.len() < u32::MAX as usize, "a distribution has items");
        let total: f64 = weights.iter().sum();
        let mut scaled: Vec<f64> = weights.iter().map(|weight| weight * weights.len() as f64 / total).collect();
        let (mut small, mut large): (Vec<u32>, Vec<u32>) =
            (0..weights.len() as u32).partition(|item| scaled[*item as usize] < 1.0);
        let own = |(item, payload): (u32, &T)| Column {
            threshold: u32::MAX,
            alias: item,
            own_payload: *payload,
            alias_payload: *payload,
        };
        let mut columns: Box<[Column<T>]> = (0..).zip(payloads).map(own).collect();
        while let (Some(poor), Some(rich)) = (small.pop(), large.last().copied()) {
            let (poor, rich_place) = (poor as usize, rich as usize);
            columns[poor].threshold = (scaled[poor] * 4_294_967_296.0) as u32;
            columns[poor].alias = rich;
            columns[poor].alias_payload = payloads[rich_place];
            scaled[rich_place] -= 1.0 - scaled[poor];
            if scaled[rich_place] < 1.0 {
                large.pop();
                small.push(rich);
            }
        }
        Self { columns }
    }

    /// The same distribution with other payloads: each made of its item and the payload that it had.
    #[must_use]
    pub fn with_payloads(&self, payload: impl Fn(u32, T) -> T) -> Self {
        let column = |(item, column): (u32, &Column<T>)| Column {
            own_payload: payload(item, column.own_payload),
            alias_payload: payload(column.alias, column.alias_payload),
            ..*column
        };
        Self { columns: (0..).zip(&self.columns).map(column).collect() }
    }

    /// The item that 32 random bits stand for, with its payload.
    #[inline]
    pub fn pick(&self, bits: u32) -> (u32, T) {
        // The product's high part chooses the column, its low part the side.
        let product = u64::from(bits) * self.columns.len() as u64;
        let item = (product >> 32) as u32;
        let column = &self.columns[item as usize];
        if (product as u32) < column.threshold {
            (item, column.own_payload)
        } else {
            (column.alias, column.alias_payload)
        }
    }
}

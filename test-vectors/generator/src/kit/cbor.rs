//! A CBOR writer that writes what it is told: a map in the order given, a key twice, any bytes in place of an item.

/// One item. Heads are the shortest; everything else is the caller's.
#[derive(Clone, PartialEq, Debug)]
pub enum Item {
    /// A number from 0 on.
    Uint(u64),
    /// The number −1 − n.
    Negative(u64),
    /// A byte string.
    Bytes(Vec<u8>),
    /// A text.
    Text(String),
    /// An array.
    Array(Vec<Item>),
    /// A map, its entries in this order.
    Map(Vec<(Item, Item)>),
    /// True or false.
    Bool(bool),
    /// A double, whatever its value.
    Float(f64),
    /// These bytes, whatever they are.
    Raw(Vec<u8>),
}

/// An array of whatever becomes an item.
#[macro_export]
macro_rules! list {
    ($($member:expr),* $(,)?) => { $crate::kit::Item::Array(vec![$($crate::kit::Item::from($member)),*]) };
}

/// A map with its entries in the order written.
#[macro_export]
macro_rules! map {
    ($($key:expr => $value:expr),* $(,)?) => {
        $crate::kit::Item::Map(vec![$(($crate::kit::Item::from($key), $crate::kit::Item::from($value))),*])
    };
}

/// A byte string.
pub fn bytes(bytes: &[u8]) -> Item {
    Item::Bytes(bytes.to_vec())
}

/// These bytes in place of an item.
pub fn raw(bytes: &[u8]) -> Item {
    Item::Raw(bytes.to_vec())
}

/// A double, also one that has no fraction.
pub fn float(number: f64) -> Item {
    Item::Float(number)
}

/// A head with so many bytes behind it, needed or not.
pub fn wide(major: u8, value: u64, width: usize) -> Item {
    let info = match width {
        1 => 24,
        2 => 25,
        4 => 26,
        8 => 27,
        _ => panic!("a head of {width} bytes"),
    };
    let mut head = vec![major << 5 | info];
    head.extend_from_slice(&value.to_be_bytes()[8 - width..]);
    Item::Raw(head)
}

impl Item {
    /// Its bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Item::Uint(value) => head(out, 0, *value),
            Item::Negative(value) => head(out, 1, *value),
            Item::Bytes(bytes) => {
                head(out, 2, bytes.len() as u64);
                out.extend_from_slice(bytes);
            }
            Item::Text(text) => {
                head(out, 3, text.len() as u64);
                out.extend_from_slice(text.as_bytes());
            }
            Item::Array(members) => {
                head(out, 4, members.len() as u64);
                members.iter().for_each(|member| member.write(out));
            }
            Item::Map(entries) => {
                head(out, 5, entries.len() as u64);
                for (key, value) in entries {
                    key.write(out);
                    value.write(out);
                }
            }
            Item::Bool(value) => out.push(0xF4 | u8::from(*value)),
            Item::Float(number) => {
                out.push(0xFB);
                out.extend_from_slice(&number.to_bits().to_be_bytes());
            }
            Item::Raw(bytes) => out.extend_from_slice(bytes),
        }
    }

    /// The members of an array.
    pub fn members(&mut self) -> &mut Vec<Item> {
        match self {
            Item::Array(members) => members,
            other => panic!("{other:?} is not an array"),
        }
    }

    /// The entries of a map.
    pub fn entries(&mut self) -> &mut Vec<(Item, Item)> {
        match self {
            Item::Map(entries) => entries,
            other => panic!("{other:?} is not a map"),
        }
    }

    /// The value of a key.
    pub fn at(&mut self, key: impl Into<Item>) -> &mut Item {
        let key = key.into();
        let entry = self.entries().iter_mut().find(|(other, _)| *other == key);
        &mut entry.unwrap_or_else(|| panic!("no key {key:?}")).1
    }

    /// Gives a key this value: in place, or where its order puts it.
    pub fn set(&mut self, key: impl Into<Item>, value: impl Into<Item>) {
        let (key, value) = (key.into(), value.into());
        let entries = self.entries();
        match entries.binary_search_by(|(other, _)| other.encode().cmp(&key.encode())) {
            Ok(place) => entries[place].1 = value,
            Err(place) => entries.insert(place, (key, value)),
        }
    }

    /// Takes a key out.
    pub fn unset(&mut self, key: impl Into<Item>) {
        let key = key.into();
        let before = self.entries().len();
        self.entries().retain(|(other, _)| *other != key);
        assert_eq!(self.entries().len() + 1, before, "no key {key:?}");
    }

    /// The same map in the order of its encoded keys.
    pub fn sorted(mut self) -> Item {
        self.entries().sort_by_key(|(key, _)| key.encode());
        self
    }
}

impl Item {
    /// The same in diagnostic notation (RFC 8949, section 8), bytes that are no item of their own as `raw'…'`.
    pub fn diag(&self) -> String {
        match self {
            Item::Uint(value) => value.to_string(),
            Item::Negative(value) => format!("{}", -1 - i128::from(*value)),
            Item::Bytes(bytes) => format!("h'{}'", hex(bytes)),
            Item::Text(text) => serde_json::Value::from(text.as_str()).to_string(),
            Item::Array(members) => {
                format!("[{}]", members.iter().map(Item::diag).collect::<Vec<_>>().join(", "))
            }
            Item::Map(entries) => {
                let entries: Vec<String> =
                    entries.iter().map(|(key, value)| format!("{}: {}", key.diag(), value.diag())).collect();
                format!("{{{}}}", entries.join(", "))
            }
            Item::Bool(value) => value.to_string(),
            Item::Float(number) => format!("{number:?}"),
            Item::Raw(bytes) => format!("raw'{}'", hex(bytes)),
        }
    }
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn head(out: &mut Vec<u8>, major: u8, value: u64) {
    let major = major << 5;
    let wide = value.to_be_bytes();
    let (info, width) = match value {
        0..24 => return out.push(major | value as u8),
        24..0x100 => (24, 1),
        0x100..0x1_0000 => (25, 2),
        0x1_0000..0x1_0000_0000 => (26, 4),
        _ => (27, 8),
    };
    out.push(major | info);
    out.extend_from_slice(&wide[8 - width..]);
}

impl From<&Item> for Item {
    fn from(item: &Item) -> Item {
        item.clone()
    }
}

impl From<u64> for Item {
    fn from(value: u64) -> Item {
        Item::Uint(value)
    }
}

impl From<i32> for Item {
    fn from(value: i32) -> Item {
        if value < 0 { Item::Negative(u64::from(value.unsigned_abs()) - 1) } else { Item::Uint(value as u64) }
    }
}

impl From<bool> for Item {
    fn from(value: bool) -> Item {
        Item::Bool(value)
    }
}

impl From<&str> for Item {
    fn from(text: &str) -> Item {
        Item::Text(text.to_owned())
    }
}

impl From<String> for Item {
    fn from(text: String) -> Item {
        Item::Text(text)
    }
}

impl From<Vec<Item>> for Item {
    fn from(members: Vec<Item>) -> Item {
        Item::Array(members)
    }
}

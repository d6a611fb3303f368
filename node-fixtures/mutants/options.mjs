export const options = [
  {
    name: "key-ignored",
    breaks: "Every application uses the key 'socket.io'.",
    kills: ["C01"],
    adapter: (Base) =>
      class extends Base {
        constructor(nsp, node) {
          node.subjects.key = "socket.io";
          super(nsp, node);
        }
      },
  },
  {
    name: "delimiter-ignored",
    breaks: "The delimiter is always a dot.",
    kills: ["C02"],
    adapter: (Base) =>
      class extends Base {
        constructor(nsp, node) {
          node.subjects.delimiter = ".";
          super(nsp, node);
        }
      },
  },
];

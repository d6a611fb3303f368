export const options = [
  {
    name: "key-ignored",
    breaks: "Every application uses the key 'socket.io'.",
    kills: ["W01"],
    adapter: (Base) =>
      class extends Base {
        constructor(nsp, node) {
          node.subjects.key = "socket.io";
          super(nsp, node);
        }
      },
  },
];

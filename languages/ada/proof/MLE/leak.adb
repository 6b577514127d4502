procedure Main is
   type Block is array (1 .. 1_048_576) of Character;
   type Link;
   type Chain is access Link;
   type Link is record
      Bytes : Block;
      Next  : Chain;
   end record;
   Head : Chain;
begin
   loop
      Head := new Link'(Bytes => (others => 'x'), Next => Head);
   end loop;
end Main;
